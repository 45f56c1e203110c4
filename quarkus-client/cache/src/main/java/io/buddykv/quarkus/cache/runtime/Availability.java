package io.buddykv.quarkus.cache.runtime;

import io.buddykv.client.failure.CallTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Whether the cluster is worth asking: for a while after it has not answered in time, it is not. Whoever got an answer, though a
 * refusal, has not waited, so that the next is asked all the same. Safe for any thread.
 */
final class Availability {
    private static final Logger LOG = Logger.getLogger(Availability.class);

    private final long retryNanos;
    private final LongSupplier nanoTime;
    private final AtomicLong askedAgainNanos;
    private final AtomicLong saidAgainNanos;

    Availability(Duration retryAfter, LongSupplier nanoTime) {
        this.retryNanos = retryAfter.toNanos();
        this.nanoTime = nanoTime;
        this.askedAgainNanos = new AtomicLong(nanoTime.getAsLong());
        this.saidAgainNanos = new AtomicLong(nanoTime.getAsLong());
    }

    boolean askable() {
        return nanoTime.getAsLong() - askedAgainNanos.get() >= 0;
    }

    void failed(String cache, Throwable failure) {
        Throwable why = failure instanceof CompletionException || failure instanceof ExecutionException
                ? failure.getCause()
                : failure;
        if (isTimeout(why)) {
            begin(askedAgainNanos);
        }
        if (begin(saidAgainNanos)) {
            LOG.warnf("cache '%s': a value was computed without the cluster, or not kept: %s", cache, why);
        }
    }

    private static boolean isTimeout(Throwable why) {
        return why instanceof CallTimeoutException
                || why instanceof TimeoutException
                || why instanceof io.smallrye.mutiny.TimeoutException;
    }

    /** Whether the time before had passed. */
    private boolean begin(AtomicLong time) {
        long now = nanoTime.getAsLong();
        long until = time.get();
        return now - until >= 0 && time.compareAndSet(until, now + retryNanos);
    }
}
