package io.buddykv.node.replication;

import java.util.Arrays;

/** The frames of one link that are not acknowledged yet, in order: which copy and sequence each stands for. */
final class InFlight {
    /** Marks a frame that stands for nothing but itself. */
    static final long PLAIN = -1;
    /** Marks a chunk of a copy being filled. */
    static final long CHUNK = -2;
    /** Marks the end of filling. */
    static final long FILLED = -3;
    /** Marks a proof that the copy is to agree to. */
    static final long PROOF = -4;
    /** Marks that the copy was told of a later epoch which lists it. */
    static final long LISTED = -5;

    private static final int INITIAL_FRAMES = 256;
    static final int MAX_FRAMES = 1 << 20;

    private CopyProgress[] copies = new CopyProgress[INITIAL_FRAMES];
    private long[] sequences = new long[INITIAL_FRAMES];
    private long head;
    private long tail;

    /** Adds the next frame; returns its position, counted from 1. */
    long add(CopyProgress copy, long sequence) {
        if (tail - head == copies.length) {
            grow();
        }
        int slot = (int) tail & (copies.length - 1);
        copies[slot] = copy;
        sequences[slot] = sequence;
        return ++tail;
    }

    long lastPosition() {
        return tail;
    }

    long firstUnacknowledged() {
        return head + 1;
    }

    boolean isEmpty() {
        return head == tail;
    }

    int size() {
        return (int) (tail - head);
    }

    CopyProgress headCopy() {
        return copies[(int) head & (copies.length - 1)];
    }

    long headSequence() {
        return sequences[(int) head & (copies.length - 1)];
    }

    void pop() {
        copies[(int) head & (copies.length - 1)] = null;
        head++;
    }

    private void grow() {
        int size = copies.length;
        CopyProgress[] widerCopies = new CopyProgress[size * 2];
        long[] widerSequences = new long[size * 2];
        for (long position = head; position < tail; position++) {
            int from = (int) position & (size - 1);
            int to = (int) position & (size * 2 - 1);
            widerCopies[to] = copies[from];
            widerSequences[to] = sequences[from];
        }
        Arrays.fill(copies, null);
        copies = widerCopies;
        sequences = widerSequences;
    }
}
