package io.buddykv.client.call;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The lanes in which this client's writes go, by key range: each has one write under way at a time. The lowest free one is
 * taken, so that as few are used, and kept answers of, as writes are under way together. Safe for any thread.
 */
public final class Lanes {
    public static final int NONE = -1;

    /** As many as the cluster takes: {@value} of one client in one range. */
    public static final int PER_RANGE = 1024;

    private static final int WORDS = PER_RANGE / Long.SIZE;

    private final AtomicLongArray taken;
    private final AtomicLong numbers = new AtomicLong();

    public Lanes(int ranges) {
        taken = new AtomicLongArray(ranges * WORDS);
    }

    /** {@link #NONE} where all are taken. */
    public int take(int range) {
        for (int word = 0; word < WORDS; word++) {
            int at = range * WORDS + word;
            long bits = taken.get(at);
            while (bits != -1L) {
                int bit = Long.numberOfTrailingZeros(~bits);
                if (taken.compareAndSet(at, bits, bits | 1L << bit)) {
                    return word * Long.SIZE + bit;
                }
                bits = taken.get(at);
            }
        }
        return NONE;
    }

    public void giveBack(int range, int lane) {
        int at = range * WORDS + lane / Long.SIZE;
        long bit = 1L << lane % Long.SIZE;
        taken.getAndUpdate(at, bits -> bits & ~bit);
    }

    /** The number of a request on a lane that has just been taken: higher than any before on that lane. */
    public long nextNumber() {
        return numbers.incrementAndGet();
    }
}
