package io.buddykv.quarkus.cache.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Whether the cluster is worth asking: for a while after it has not answered, it is not. Safe for any thread. */
final class Availability {
    private static final Logger LOG = Logger.getLogger(Availability.class);

    private final long retryNanos;
    private final LongSupplier nanoTime;
    private final AtomicLong askedAgainNanos;

    Availability(Duration retryAfter, LongSupplier nanoTime) {
        this.retryNanos = retryAfter.toNanos();
        this.nanoTime = nanoTime;
        this.askedAgainNanos = new AtomicLong(nanoTime.getAsLong());
    }

    boolean askable() {
        return nanoTime.getAsLong() - askedAgainNanos.get() >= 0;
    }

    void failed(String cache, Throwable why) {
        long now = nanoTime.getAsLong();
        long until = askedAgainNanos.get();
        if (now - until >= 0 && askedAgainNanos.compareAndSet(until, now + retryNanos)) {
            LOG.warnf("cache '%s': computing without the cluster for a while: %s", cache, why);
        }
    }
}
