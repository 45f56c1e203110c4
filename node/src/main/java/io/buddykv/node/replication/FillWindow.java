package io.buddykv.node.replication;

/**
 * How many chunks may be under way on one link: as many as the copy acknowledges in good time. Its acknowledgements of
 * records and heartbeats stand in the same line behind the chunks, so that a copy that is given more than it can apply,
 * as one whose process has just started, would soon be taken for dead.
 *
 * <p>The window grows by one chunk for each round trip in time, and is halved by one that was late: additive increase and
 * multiplicative decrease, as in Chiu and Jain, "Analysis of the increase and decrease algorithms for congestion
 * avoidance in computer networks" (1989), with delay as the sign of congestion. Guarded by its link.
 */
final class FillWindow {
    private static final int FIRST_CHUNKS = 2;

    private final int mostChunks;
    private final long inTimeNanos;
    private int chunks;
    private int underWay;
    /** Acknowledgements until that of the chunk whose round trip is measured; 0 when none is. */
    private int untilMeasured;

    private long measuredSinceNanos;

    /**
     * @param mostChunks the window never grows beyond it
     * @param inTimeNanos the longest round trip that is taken for a good one
     */
    FillWindow(int mostChunks, long inTimeNanos) {
        this.mostChunks = mostChunks;
        this.inTimeNanos = inTimeNanos;
        this.chunks = Math.min(FIRST_CHUNKS, mostChunks);
    }

    boolean isOpen() {
        return underWay < chunks;
    }

    void sent(long nanos) {
        underWay++;
        if (untilMeasured == 0) {
            untilMeasured = underWay;
            measuredSinceNanos = nanos;
        }
    }

    /** Chunks are acknowledged in the order in which they were sent. */
    void acknowledged(long nanos) {
        underWay--;
        if (untilMeasured > 0 && --untilMeasured == 0) {
            boolean inTime = nanos - measuredSinceNanos <= inTimeNanos;
            chunks = inTime ? Math.min(mostChunks, chunks + 1) : Math.max(1, chunks / 2);
        }
    }

    /** Chunks that were to be sent never will be. */
    void dropped(int dropped) {
        underWay -= dropped;
        untilMeasured = 0;
    }
}
