package io.buddykv.node.store;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all tables of one node may take together. Tables charge it in units of pages and index segments, so
 * that the shared counter is touched once in hundreds of writes.
 *
 * <p>Growing writes are refused from {@code limit - limit / 32} on ({@link #wouldFit}); the rest is kept for what is
 * never refused: deletions, expiry, compaction, and applying records that a primary has admitted. {@link #charge} itself
 * never refuses. Thread-safe. Between asking and charging, other threads may charge too: the overshoot is at most one
 * allocation per thread.
 */
public final class MemoryBudget {
    private static final int RESERVE_SHARE = 32;

    private final AtomicLong used = new AtomicLong();
    private volatile long limit;

    public MemoryBudget(long limitBytes) {
        limit(limitBytes);
    }

    /** Whether a growing write that needs so many more bytes may go ahead; always true for 0. */
    public boolean wouldFit(long growthBytes) {
        long ceiling = limit;
        return growthBytes <= 0 || used.get() + growthBytes <= ceiling - ceiling / RESERVE_SHARE;
    }

    public long used() {
        return used.get();
    }

    public long limit() {
        return limit;
    }

    public void limit(long limitBytes) {
        if (limitBytes <= 0) {
            throw new IllegalArgumentException("memory limit must be positive, is " + limitBytes);
        }
        limit = limitBytes;
    }

    /** 0 is empty; growing writes end shortly before 1. */
    public double fullness() {
        return (double) used.get() / limit;
    }

    /** Takes bytes; negative gives them back. */
    public void charge(long bytes) {
        used.addAndGet(bytes);
    }
}
