package io.buddykv.node.replication;

/**
 * When the frames of a link were handed to the network, one note per flush, so that an acknowledgement tells how old the
 * promise in it is at least. Bounded: when notes are older than the oldest kept, the acknowledgement just counts for less.
 */
final class SendLog {
    private static final int NOTES = 1024;

    private final long[] positions = new long[NOTES];
    private final long[] nanos = new long[NOTES];
    private long head;
    private long tail;
    private long latestAcknowledged;

    void sent(long position, long sentNanos) {
        if (tail - head == NOTES) {
            head++;
        }
        positions[(int) tail & (NOTES - 1)] = position;
        nanos[(int) tail & (NOTES - 1)] = sentNanos;
        tail++;
    }

    /** Forgets what {@code position} covers; returns whether it covers a flush that was not covered before. */
    boolean acknowledged(long position) {
        boolean covered = false;
        while (head < tail && positions[(int) head & (NOTES - 1)] <= position) {
            latestAcknowledged = nanos[(int) head & (NOTES - 1)];
            head++;
            covered = true;
        }
        return covered;
    }

    /** When the latest flush that has been acknowledged was sent. */
    long latestAcknowledgedNanos() {
        return latestAcknowledged;
    }
}
