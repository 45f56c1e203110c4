package io.buddykv.node.log;

import java.util.Arrays;

/**
 * Which primaries wrote a range's records: for each tenure its {@code primarySince} and the sequence at which it began.
 * Two copies whose histories agree up to a point hold the same records up to it. The oldest tenures are forgotten, and those
 * that ended without a record, except for the oldest: so that who goes on from a record is not taken for a stranger because the
 * range has changed hands often since. Hence a position is told by the tenure that wrote its record, not by the latest one.
 */
public final class EpochHistory {
    /** How many tenures are remembered; a copy that missed more is filled anew. */
    public static final int MAX_TENURES = 16;

    private long[] primarySince = new long[2];
    private long[] startSequence = new long[2];
    private int size;

    /** A new primary takes over at {@code sequence}; a repeated tenure is ignored. */
    public void begin(long since, long sequence) {
        if (size > 0 && primarySince[size - 1] == since) {
            return;
        }
        if (size > 1 && startSequence[size - 1] == sequence) {
            size--;
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
    public long latest() {
        return size == 0 ? 0 : primarySince[size - 1];
    }

    /** The tenure that wrote a record; the oldest one that is remembered where that is not known any more. */
    public long writerOf(long sequence) {
        int tenure = size - 1;
        while (tenure > 0 && startSequence[tenure] >= sequence) {
            tenure--;
        }
        return size == 0 ? 0 : primarySince[tenure];
    }

    /**
     * Whether a copy whose last record is {@code sequence}, written in the tenure {@code since}, holds a prefix of this history
     * (R15): the tenure is known here, and did not end before that sequence.
     *
     * @param ownSequence the last sequence of this history
     */
    public boolean hasPrefix(long since, long sequence, long ownSequence) {
        for (int i = 0; i < size; i++) {
            if (primarySince[i] == since) {
                long ended = i + 1 < size ? startSequence[i + 1] : ownSequence;
                return sequence >= startSequence[i] && sequence <= ended;
            }
        }
        return false;
    }

    public void become(EpochHistory other) {
        primarySince = other.primarySince.clone();
        startSequence = other.startSequence.clone();
        size = other.size;
    }

    public void clear() {
        size = 0;
    }

    public int size() {
        return size;
    }

    public long primarySince(int tenure) {
        return primarySince[tenure];
    }

    public long startSequence(int tenure) {
        return startSequence[tenure];
    }

    /** Octets of {@link #write}. */
    int octets() {
        return 1 + size * 16;
    }

    /** Writes the tenures, oldest first, behind their number. */
    void write(byte[] target, int offset) {
        target[offset] = (byte) size;
        for (int i = 0, at = offset + 1; i < size; i++, at += 16) {
            LittleEndian.int64(target, at, primarySince[i]);
            LittleEndian.int64(target, at + 8, startSequence[i]);
        }
    }

    /** What {@link #write} wrote into exactly these octets; null when it cannot have. */
    static EpochHistory read(byte[] source, int offset, int length) {
        int count = length < 1 ? -1 : source[offset];
        if (count < 0 || count > MAX_TENURES || length != 1 + count * 16) {
            return null;
        }
        EpochHistory history = new EpochHistory();
        for (int at = offset + 1; count > 0; count--, at += 16) {
            history.begin(LittleEndian.int64(source, at), LittleEndian.int64(source, at + 8));
        }
        return history;
    }
}
