package io.buddykv.node.log;

import java.util.Map;
import java.util.TreeMap;

/**
 * In which segment of the log a range's records are, so that they can be read again. Knows the newest of the segments that
 * this process has begun; what is older counts as gone. A range's records follow each other from the first one noted on.
 * Guarded by itself.
 */
final class RecordPlaces {
    static final int MOST_SEGMENTS = 16;

    /** By segment and range the sequence of the first record; 0 for none. */
    private final TreeMap<Long, long[]> firstSequences = new TreeMap<>();

    private final boolean[] isReset = new boolean[Entry.MOST_RANGES];
    private final int[] resetSteps = new int[Entry.MOST_RANGES];

    synchronized void begun(long segment) {
        firstSequences.put(segment, new long[Entry.MOST_RANGES]);
        if (firstSequences.size() > MOST_SEGMENTS) {
            firstSequences.pollFirstEntry();
        }
    }

    /** Entries go into the newest segment. */
    synchronized void entries(byte[] bytes, int from, int to) {
        long[] first = firstSequences.lastEntry().getValue();
        for (int at = from; at < to; at += Entry.length(bytes, at)) {
            entry(first, bytes, at);
        }
    }

    private void entry(long[] first, byte[] bytes, int at) {
        int range = Entry.range(bytes, at);
        switch (Entry.kind(bytes, at)) {
            case Entry.RECORD -> {
                if (first[range] == 0) {
                    first[range] = Entry.sequence(bytes, at);
                }
            }
            case Entry.RESET -> {
                firstSequences.values().forEach(each -> each[range] = 0);
                isReset[range] = true;
                resetSteps[range] = Entry.step(bytes, at);
            }
            default -> {}
        }
    }

    /** Where to begin to read this record and those behind it; {@link Segments#NONE} when it is not there. */
    synchronized long segmentOf(int range, long sequence) {
        for (Map.Entry<Long, long[]> segment : firstSequences.descendingMap().entrySet()) {
            long first = segment.getValue()[range];
            if (first != 0 && first <= sequence) {
                return segment.getKey();
            }
        }
        return Segments.NONE;
    }

    /** Whether the entry is of something that the range has forgotten since: its sequence says nothing. */
    synchronized boolean isForgotten(byte[] bytes, int at) {
        int range = Entry.range(bytes, at);
        return isReset[range] && Entry.step(bytes, at) - resetSteps[range] <= 0;
    }
}
