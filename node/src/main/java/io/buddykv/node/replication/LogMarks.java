package io.buddykv.node.replication;

/**
 * Which records this slave's log has confirmed: for some records, where the log stood behind them. When there is no room
 * for another mark, it takes the place of the last one, so that a record counts as confirmed a little late, never early.
 * Guarded by the range's lock.
 */
final class LogMarks {
    private final long[] sequences;
    private final long[] positions;
    private final int mask;
    private int first;
    private int count;
    private long confirmed;

    /** @param most marks kept, a power of two */
    LogMarks(int most) {
        sequences = new long[most];
        positions = new long[most];
        mask = most - 1;
    }

    /** The log stands at {@code position} behind this record. */
    void add(long sequence, long position) {
        if (count <= mask) {
            count++;
        }
        int at = first + count - 1 & mask;
        sequences[at] = sequence;
        positions[at] = position;
    }

    /** Whether the next mark takes the place of the last one, unless the log has confirmed some meanwhile. */
    boolean isFull() {
        return count > mask;
    }

    /** Nothing is marked, and nothing counts as confirmed. */
    void clear() {
        first = 0;
        count = 0;
        confirmed = 0;
    }

    /** Where the log has to have come to for this record; 0 when it is confirmed already. */
    long positionOf(long sequence) {
        for (int i = 0; i < count; i++) {
            int at = first + i & mask;
            if (sequences[at] >= sequence) {
                return positions[at];
            }
        }
        return 0;
    }

    /** The last record that the log has confirmed, when it has confirmed everything up to {@code position}. */
    long confirmedAt(long position) {
        while (count > 0 && positions[first] <= position) {
            confirmed = sequences[first];
            first = first + 1 & mask;
            count--;
        }
        return confirmed;
    }
}
