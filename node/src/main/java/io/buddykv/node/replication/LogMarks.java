package io.buddykv.node.replication;

/**
 * Which records this slave's log has confirmed: for some records, where the log stood behind them. When there is no room
 * for another mark, it takes the place of the last one, so that a record counts as confirmed a little late, never early.
 * Guarded by the range's lock.
 */
final class LogMarks {
    /** Marks kept. A power of two. */
    static final int MOST = 64;

    private final long[] sequences = new long[MOST];
    private final long[] positions = new long[MOST];
    private int first;
    private int count;
    private long confirmed;

    /** The log stands at {@code position} behind this record. */
    void add(long sequence, long position) {
        if (count < MOST) {
            count++;
        }
        int at = first + count - 1 & MOST - 1;
        sequences[at] = sequence;
        positions[at] = position;
    }

    /** The last record that the log has confirmed, when it has confirmed everything up to {@code position}. */
    long confirmedAt(long position) {
        while (count > 0 && positions[first] <= position) {
            confirmed = sequences[first];
            first = first + 1 & MOST - 1;
            count--;
        }
        return confirmed;
    }
}
