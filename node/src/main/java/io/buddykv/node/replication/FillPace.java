package io.buddykv.node.replication;

/**
 * How fast one slave fills copies, over all its links: no more bytes per second than it is told, and never more than a
 * part of an event loop's time. Any thread.
 *
 * <p>A range that the next failure may take with it is not held back by the bytes, only by the share of the loop.
 */
final class FillPace {
    /** After a chunk its loop belongs to others for so many times as long as the chunk has taken. */
    private static final int REST = 1;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private volatile long bytesPerSecond;
    /** Guarded by this. */
    private long freeNanos;

    private boolean begun;

    /** 0: no bound. */
    void limit(long mostBytesPerSecond) {
        bytesPerSecond = mostBytesPerSecond;
    }

    /**
     * Takes notice of a chunk.
     *
     * @param bounded whether it counts against the bytes
     * @param spentNanos for which it kept its event loop
     * @return how long the same loop should wait before it reads the next one
     */
    long sent(int bytes, boolean bounded, long nanos, long spentNanos) {
        long rest = REST * spentNanos;
        long most = bytesPerSecond;
        if (!bounded || most == 0) {
            return rest;
        }
        synchronized (this) {
            if (!begun || freeNanos - nanos < 0) {
                freeNanos = nanos;
                begun = true;
            }
            freeNanos += Math.max(1, (long) ((double) bytes * NANOS_PER_SECOND / most));
            return Math.max(rest, freeNanos - nanos);
        }
    }
}
