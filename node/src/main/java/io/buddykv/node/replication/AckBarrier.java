package io.buddykv.node.replication;

import io.buddykv.node.log.Journal;
import java.util.Arrays;

/**
 * What the answers of one batch wait for: (copy, sequence) pairs, and a position of this slave's own log. Confined to one
 * event loop; reused when empty.
 */
public final class AckBarrier {
    private CopyProgress[] copies = new CopyProgress[8];
    private long[] sequences = new long[8];
    private int size;
    private Journal journal = Journal.NONE;
    private long logPosition;
    private AckWaits.Waiter waiter;

    AckBarrier() {}

    AckWaits.Waiter waiter() {
        return waiter;
    }

    void waiter(AckWaits.Waiter newWaiter) {
        waiter = newWaiter;
    }

    public boolean isEmpty() {
        return size == 0 && logPosition == 0;
    }

    /** Makes the answers wait until this slave's own log has confirmed a position. */
    void requireLogged(Journal log, long position) {
        journal = log;
        logPosition = Math.max(logPosition, position);
    }

    /** Makes the answers wait until the copy has acknowledged {@code sequence} of its range. */
    void require(CopyProgress copy, long sequence) {
        if (size > 0 && copies[size - 1] == copy) {
            sequences[size - 1] = Math.max(sequences[size - 1], sequence);
            return;
        }
        if (size == copies.length) {
            copies = Arrays.copyOf(copies, size * 2);
            sequences = Arrays.copyOf(sequences, size * 2);
        }
        copies[size] = copy;
        sequences[size] = sequence;
        size++;
    }

    /**
     * Drops what is acknowledged or no longer needed, the latest requirement first, and stops at the first that still
     * has to be waited for.
     */
    Outcome settle() {
        while (size > 0) {
            CopyProgress copy = copies[size - 1];
            if (copy.acknowledged() < sequences[size - 1]) {
                switch (copy.fate()) {
                    case RELEASED -> {}
                    case LOST -> {
                        return Outcome.UNKNOWN;
                    }
                    case REQUIRED -> {
                        return Outcome.WAITING;
                    }
                }
            }
            copies[--size] = null;
        }
        if (!isLogged()) {
            return Outcome.WAITING;
        }
        logPosition = 0;
        return Outcome.ACKNOWLEDGED;
    }

    /** Whether nothing but this slave's own log is waited for. */
    boolean waitsForLog() {
        return size == 0 && logPosition > 0;
    }

    /** Whether this slave's own log has confirmed what is waited for. */
    boolean isLogged() {
        return logPosition <= journal.confirmed();
    }

    /** The link on which the latest requirement waits; null when its copy has none at present. */
    SourceLink blockingLink() {
        return size == 0 ? null : copies[size - 1].link();
    }

    /** The range of the latest requirement. */
    int blockingRange() {
        return copies[size - 1].range.index();
    }

    void clear() {
        Arrays.fill(copies, 0, size, null);
        size = 0;
        logPosition = 0;
        waiter = null;
    }

    /** How waiting stands. */
    enum Outcome {
        WAITING,
        ACKNOWLEDGED,
        UNKNOWN
    }
}
