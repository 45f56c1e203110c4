package io.buddykv.node.store;

import java.util.Arrays;

/**
 * Tells which record the answer "there is no such key" depends on: per cell of hashes the sequence of the last deletion.
 * Deletions of other keys in the same cell make it too high, never too low: an answer may wait for a record it does not
 * depend on, and never the other way round.
 */
final class DeletionFilter {
    static final int CELLS = 64;

    /** Null until something is deleted. */
    private long[] sequences;

    void deleted(int hash, long sequence) {
        if (sequences == null) {
            sequences = new long[CELLS];
        }
        int cell = hash & CELLS - 1;
        sequences[cell] = Math.max(sequences[cell], sequence);
    }

    void allDeleted(long sequence) {
        if (sequences == null) {
            sequences = new long[CELLS];
        }
        Arrays.fill(sequences, sequence);
    }

    long lastSequence(int hash) {
        return sequences == null ? 0 : sequences[hash & CELLS - 1];
    }
}
