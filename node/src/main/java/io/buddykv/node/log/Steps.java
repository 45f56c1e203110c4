package io.buddykv.node.log;

import java.util.Arrays;

/** The last step of each range in this log. Steps wrap round; two of them are compared by their difference. */
public final class Steps {
    private final int[] last = new int[Entry.MOST_RANGES];
    private int count;

    int last(int range) {
        return last[range];
    }

    int next(int range) {
        set(range, last[range] + 1);
        return last[range];
    }

    void set(int range, int step) {
        last[range] = step;
        count = Math.max(count, range + 1);
    }

    void become(Steps other) {
        System.arraycopy(other.last, 0, last, 0, last.length);
        count = other.count;
    }

    /** A {@link Entry#STEPS} entry. */
    byte[] toEntry() {
        byte[] entry = new byte[Entry.HEADER_BYTES + count * 4];
        Entry.writeHeader(entry, 0, Entry.STEPS, Entry.NO_RANGE, 0, 0, 0, count * 4);
        for (int i = 0; i < count; i++) {
            LittleEndian.int32(entry, Entry.HEADER_BYTES + i * 4, last[i]);
        }
        return entry;
    }

    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOf(last, count));
    }
}
