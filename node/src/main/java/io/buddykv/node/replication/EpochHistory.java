package io.buddykv.node.replication;

import java.util.Arrays;

/**
 * Which primaries wrote a range's records: for each tenure its {@code primarySince} and the sequence at which it began.
 * Two copies whose histories agree up to a point hold the same records up to it. The oldest tenures are forgotten.
 */
final class EpochHistory {
    /** How many tenures are remembered; a copy that missed more is filled anew. */
    static final int MAX_TENURES = 16;

    private long[] primarySince = new long[2];
    private long[] startSequence = new long[2];
    private int size;

    /** A new primary takes over at {@code sequence}; a repeated tenure is ignored. */
    void begin(long since, long sequence) {
        if (size > 0 && primarySince[size - 1] == since) {
            return;
        }
        if (size == MAX_TENURES) {
            System.arraycopy(primarySince, 1, primarySince, 0, size - 1);
            System.arraycopy(startSequence, 1, startSequence, 0, size - 1);
            size--;
        } else if (size == primarySince.length) {
            primarySince = Arrays.copyOf(primarySince, size * 2);
            startSequence = Arrays.copyOf(startSequence, size * 2);
        }
        primarySince[size] = since;
        startSequence[size] = sequence;
        size++;
    }

    /** The tenure that wrote last; 0 while there is none. */
    long latest() {
        return size == 0 ? 0 : primarySince[size - 1];
    }

    /**
     * Whether a copy whose last record is {@code sequence}, of the tenure {@code since}, holds a prefix of this history
     * (R15): the tenure is known here, and did not end before that sequence.
     *
     * @param ownSequence the last sequence of this history
     */
    boolean hasPrefix(long since, long sequence, long ownSequence) {
        for (int i = 0; i < size; i++) {
            if (primarySince[i] == since) {
                long ended = i + 1 < size ? startSequence[i + 1] : ownSequence;
                return sequence >= startSequence[i] && sequence <= ended;
            }
        }
        return false;
    }

    void become(EpochHistory other) {
        primarySince = other.primarySince.clone();
        startSequence = other.startSequence.clone();
        size = other.size;
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    long primarySince(int tenure) {
        return primarySince[tenure];
    }

    long startSequence(int tenure) {
        return startSequence[tenure];
    }
}
