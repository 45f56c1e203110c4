package io.buddykv.node.store;

import java.util.Arrays;

/** Keys copied out of a table, one behind the other in one array; reused from one cycle to the next. */
public final class ExpiredKeys {
    private byte[] bytes = new byte[1024];
    private int[] ends = new int[64];
    private int count;

    public void reset() {
        count = 0;
    }

    public int count() {
        return count;
    }

    public byte[] array() {
        return bytes;
    }

    public int offset(int i) {
        return i == 0 ? 0 : ends[i - 1];
    }

    public int length(int i) {
        return ends[i] - offset(i);
    }

    void add(RangeTable table, long entry) {
        int from = count == 0 ? 0 : ends[count - 1];
        int to = from + table.keyLength(entry);
        if (to > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(to, 2 * bytes.length));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        table.copyKey(entry, bytes, from);
        ends[count++] = to;
    }
}
