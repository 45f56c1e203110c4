package io.buddykv.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A {@link RangeTable} beside a {@link HashMap}: does everything to both and compares. */
final class TableModel {
    record Value(String bytes, long expireAt, int type, long sequence) {}

    final MemoryBudget budget = new MemoryBudget(1L << 30);
    final RangeTable table;
    final Map<String, Value> model = new HashMap<>();
    private final Map<String, Long> deleted = new HashMap<>();
    private long sequence;

    TableModel(Hasher hasher) {
        table = new RangeTable(budget, hasher);
    }

    static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    void put(String key, String value, long expireAt, int type) {
        byte[] k = bytes("xx" + key + "y");
        byte[] v = bytes("v" + value + "vv");
        long entry = table.put(k, 2, key.length(), v, 1, value.length(), expireAt, type, ++sequence);
        model.put(key, new Value(value, expireAt, type, sequence));
        checkEntry(entry, key);
    }

    void splice(String key, int from, String patch) {
        Value old = model.getOrDefault(key, new Value("", 0, RangeTable.STRING, 0));
        byte[] whole = Arrays.copyOf(bytes(old.bytes), Math.max(old.bytes.length(), from + patch.length()));
        System.arraycopy(bytes(patch), 0, whole, from, patch.length());
        byte[] k = bytes(key);
        long entry = table.splice(k, 0, k.length, from, bytes(patch), 0, patch.length(), ++sequence);
        model.put(key, new Value(text(whole), old.expireAt, old.type, sequence));
        checkEntry(entry, key);
    }

    void expire(String key, long expireAt) {
        byte[] k = bytes(key);
        long entry = table.setExpireAt(k, 0, k.length, expireAt, ++sequence);
        assertThat(entry != RangeTable.NONE).isEqualTo(model.containsKey(key));
        model.computeIfPresent(key, (ignored, old) -> new Value(old.bytes, expireAt, old.type, sequence));
        if (entry != RangeTable.NONE) {
            checkEntry(entry, key);
        }
    }

    void remove(String key) {
        byte[] k = bytes(key);
        assertThat(table.remove(k, 0, k.length, ++sequence)).isEqualTo(model.remove(key) != null);
        if (table.find(k, 0, k.length) == RangeTable.NONE) {
            deleted.put(key, table.lastDeletionSequence(k, 0, k.length));
        }
    }

    void clear() {
        table.clear(++sequence);
        for (String key : model.keySet()) {
            assertThat(table.lastDeletionSequence(bytes(key), 0, key.length())).isEqualTo(sequence);
        }
        model.clear();
    }

    void checkAll() {
        assertThat(table.size()).isEqualTo(model.size());
        assertThat(table.volatileCount()).isEqualTo((int)
                model.values().stream().filter(v -> v.expireAt != 0).count());
        model.keySet().forEach(key -> checkEntry(find(key), key));
        deleted.forEach((key, atLeast) -> assertThat(table.lastDeletionSequence(bytes(key), 0, key.length()))
                .isGreaterThanOrEqualTo(atLeast));
        assertThat(table.highestSequence()).isEqualTo(sequence);
        assertThat(budget.used()).isEqualTo(table.bytes());
        Set<String> seen = new HashSet<>();
        table.forEach(entry -> assertThat(seen.add(text(table.key(entry)))).isTrue());
        assertThat(seen).isEqualTo(model.keySet());
    }

    void release() {
        table.release();
        assertThat(budget.used()).isZero();
    }

    long find(String key) {
        byte[] k = bytes(key);
        return table.find(k, 0, k.length);
    }

    private void checkEntry(long entry, String key) {
        Value expected = model.get(key);
        assertThat(entry).isNotEqualTo(RangeTable.NONE);
        assertThat(text(table.key(entry))).isEqualTo(key);
        assertThat(new Value(text(table.value(entry)), table.expireAt(entry), table.type(entry), table.sequence(entry)))
                .isEqualTo(expected);
    }
}
