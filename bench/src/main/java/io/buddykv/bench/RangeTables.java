package io.buddykv.bench;

import io.buddykv.node.store.MemoryBudget;
import io.buddykv.node.store.RangeTable;
import io.buddykv.node.store.SeededHasher;
import io.buddykv.topology.KeyRanges;
import java.nio.charset.StandardCharsets;

/** A node's tables filled with keys of 16 bytes, spread over the key ranges as their slots say. */
final class RangeTables {
    static final int KEY_BYTES = 16;

    final MemoryBudget budget = new MemoryBudget(16L << 30);
    /** All keys, one behind the other. */
    final byte[] keys;

    private final KeyRanges ranges;
    private final RangeTable[] tables;

    RangeTables(int keyCount, int rangeCount) {
        ranges = new KeyRanges(rangeCount);
        tables = new RangeTable[rangeCount];
        SeededHasher hasher = new SeededHasher(42);
        for (int i = 0; i < rangeCount; i++) {
            tables[i] = new RangeTable(budget, hasher);
        }
        keys = new byte[keyCount * KEY_BYTES];
        for (int i = 0; i < keyCount; i++) {
            byte[] key = "key:%012d".formatted(i).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(key, 0, keys, i * KEY_BYTES, KEY_BYTES);
        }
    }

    int count() {
        return keys.length / KEY_BYTES;
    }

    void fill(byte[] value) {
        for (int i = 0; i < count(); i++) {
            put(i, value, value.length);
        }
    }

    RangeTable tableOf(int key) {
        return tables[ranges.ofKey(keys, key * KEY_BYTES, KEY_BYTES)];
    }

    void put(int key, byte[] value, int length) {
        tableOf(key).put(keys, key * KEY_BYTES, KEY_BYTES, value, 0, length, 0, RangeTable.STRING, 1);
    }

    void release() {
        for (RangeTable table : tables) {
            table.release();
        }
    }
}
