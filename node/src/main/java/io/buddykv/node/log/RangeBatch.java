package io.buddykv.node.log;

import java.util.Arrays;

/**
 * Entries of one range, gathered from the log so that they are applied one behind the other: the range's table then stays
 * in the processor's cache, which going round all tables with every entry would not let it.
 */
final class RangeBatch {
    /** Of one range's gathered entries; a larger entry is applied alone. */
    static final int MOST_BYTES = 64 * 1024;

    static final int LEAST_BYTES = 4 * 1024;

    private final RangeRecovery recovery;
    private byte[] bytes = new byte[0];
    private int length;
    private int limit = LEAST_BYTES;
    private long segment;

    RangeBatch(RangeRecovery recovery) {
        this.recovery = recovery;
    }

    RangeRecovery recovery() {
        return recovery;
    }

    /** From now on so much is gathered. */
    void limit(int octets) {
        limit = Math.max(LEAST_BYTES, Math.min(MOST_BYTES, octets));
    }

    /** An entry of this range, of the given segment of the log. */
    void add(byte[] source, int at, long entrySegment) {
        int added = Entry.length(source, at);
        if (entrySegment != segment || added > limit - length) {
            apply();
            segment = entrySegment;
        }
        if (added > limit) {
            recovery.entry(source, at, entrySegment, true);
            return;
        }
        reserve(length + added);
        System.arraycopy(source, at, bytes, length, added);
        length += added;
    }

    /** A table of steps says that this was the range's last one. */
    void lastStepIs(int proven) {
        if (length + Entry.HEADER_BYTES > limit) {
            apply();
        }
        reserve(length + Entry.HEADER_BYTES);
        Entry.writeHeader(bytes, length, Entry.STEPS, Entry.NO_RANGE, proven, 0, 0, 0);
        length += Entry.HEADER_BYTES;
    }

    /** Everything gathered goes into the range's table. */
    void apply() {
        for (int at = 0; at < length; at += Entry.length(bytes, at)) {
            if (Entry.kind(bytes, at) == Entry.STEPS) {
                recovery.lastStepIs(Entry.step(bytes, at));
            } else {
                recovery.entry(bytes, at, segment, length - at <= RecordBacklog.CAPACITY_BYTES);
            }
        }
        length = 0;
    }

    private void reserve(int wanted) {
        if (wanted > bytes.length) {
            bytes = Arrays.copyOf(
                    bytes, Math.min(MOST_BYTES, Math.max(LEAST_BYTES, Math.max(wanted, 2 * bytes.length))));
        }
    }
}
