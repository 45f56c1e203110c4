package io.buddykv.quarkus.cache.runtime;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps a value that was looked up before an invalidation by this process from being stored behind it. Calls on one key reach
 * the cluster in the order in which they begin, so that it is enough that no invalidation begins between the look at whether
 * there was one and the storing. Keys share counters: a value too many is not stored now and then. Safe for any thread.
 */
final class Invalidations {
    private static final int COUNTERS = 256;

    private final Counter[] counters = new Counter[COUNTERS];

    private static final class Counter {
        /** Guarded by this. */
        private long count;
    }

    Invalidations() {
        for (int i = 0; i < COUNTERS; i++) {
            counters[i] = new Counter();
        }
    }

    /** To be given to {@link #unlessSince} later. */
    long count(String key) {
        Counter counter = counter(key);
        synchronized (counter) {
            return counter.count;
        }
    }

    /** @param call begins to remove the key, and does not wait */
    <T> T of(String key, Supplier<T> call) {
        Counter counter = counter(key);
        synchronized (counter) {
            counter.count++;
            return call.get();
        }
    }

    /** All keys are about to be removed, or some that are not known yet. */
    void ofAll() {
        for (Counter counter : counters) {
            synchronized (counter) {
                counter.count++;
            }
        }
    }

    /** @param call begins to store the key, and does not wait; it is left out where the key was invalidated since */
    <T> Optional<T> unlessSince(long count, String key, Supplier<T> call) {
        Counter counter = counter(key);
        synchronized (counter) {
            return counter.count == count ? Optional.of(call.get()) : Optional.empty();
        }
    }

    private Counter counter(String key) {
        int hash = key.hashCode();
        return counters[(hash ^ hash >>> 16) & COUNTERS - 1];
    }
}
