package io.buddykv.node.log;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Which segments there are, and from which one on each range needs them. Guarded by itself. */
public final class Segments {
    /** Instead of a segment's number: none. */
    static final long NONE = 0;

    private final TreeMap<Long, Long> bytes = new TreeMap<>();
    private final long[] neededFrom = new long[Entry.MOST_RANGES];
    private final long[] sinceMark = new long[Entry.MOST_RANGES];
    private long current;

    synchronized void existing(long number, long size) {
        bytes.put(number, size);
        current = Math.max(current, number);
    }

    synchronized void begun(long number) {
        existing(number, 0);
    }

    /** The current one has this size now. */
    synchronized void grown(long size) {
        bytes.put(current, size);
    }

    synchronized long current() {
        return current;
    }

    /** Entries go into the current segment. */
    synchronized void entries(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at += Entry.length(bytes, at)) {
            entry(Entry.range(bytes, at), Entry.kind(bytes, at) == Entry.MARK);
        }
    }

    private void entry(int range, boolean mark) {
        if (neededFrom[range] == NONE) {
            neededFrom[range] = current;
        }
        if (mark) {
            sinceMark[range] = NONE;
        } else if (sinceMark[range] == NONE) {
            sinceMark[range] = current;
        }
    }

    synchronized void neededFrom(int range, long number) {
        neededFrom[range] = number;
    }

    /** What a range needs: the number of the first segment, {@link #NONE} when it needs none. */
    synchronized long neededFrom(int range) {
        return neededFrom[range];
    }

    /** What stands before the range's last mark is no longer needed. */
    synchronized void coveredByMark(int range) {
        neededFrom[range] = sinceMark[range];
    }

    /** Of all segments. */
    synchronized long totalBytes() {
        long total = 0;
        for (long size : bytes.values()) {
            total += size;
        }
        return total;
    }

    /** The oldest one there is; {@link #NONE} without any. */
    synchronized long oldest() {
        return bytes.isEmpty() ? NONE : bytes.firstKey();
    }

    /** Segments that nobody needs, oldest first; never the current one. */
    synchronized List<Long> unneeded() {
        long least = current;
        for (long needed : neededFrom) {
            if (needed != NONE) {
                least = Math.min(least, needed);
            }
        }
        return new ArrayList<>(bytes.headMap(least).keySet());
    }

    /** Octets of it that are written; 0 when there is no such segment. */
    synchronized long size(long number) {
        return bytes.getOrDefault(number, 0L);
    }

    synchronized boolean has(long number) {
        return bytes.containsKey(number);
    }

    synchronized void deleted(long number) {
        bytes.remove(number);
    }
}
