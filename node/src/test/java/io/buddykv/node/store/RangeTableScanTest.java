package io.buddykv.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Whatever happens between the steps of a scan, what is there all the time is seen, once. */
class RangeTableScanTest {
    private static final int STABLE = 300;

    private final RangeTable table = new RangeTable(new MemoryBudget(1L << 30), new SeededHasher(5));

    @Property(tries = 30)
    void growthShrinkingAndCompactionBetweenTheSteps(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int atLeast,
            @ForAll @IntRange(max = 32) int hashBits) {
        SeededHasher good = new SeededHasher(seed);
        int mask = hashBits == 0 ? 0 : -1 << 32 - hashBits;
        RangeTable scanned =
                new RangeTable(new MemoryBudget(1L << 30), (key, at, length) -> good.hash(key, at, length) & mask);
        Random random = new Random(seed);
        for (int i = 0; i < STABLE; i++) {
            put(scanned, "stable" + i, random.nextInt(50));
        }
        Map<String, Integer> seen = new HashMap<>();
        long cursor = 0;
        for (int step = 0; cursor != RangeTable.END; step++) {
            cursor = scanned.scan(
                    cursor, atLeast, entry -> seen.merge(TableModel.text(scanned.key(entry)), 1, Integer::sum));
            churn(scanned, random, step);
        }
        for (int i = 0; i < STABLE; i++) {
            assertThat(seen).containsEntry("stable" + i, 1);
        }
    }

    @Test
    void aStepShowsAtLeastWhatWasAskedForAndNotMuchMore() {
        for (int i = 0; i < 10_000; i++) {
            put(table, "key" + i, 10);
        }
        Set<String> seen = new HashSet<>();
        long cursor = 0;
        while (cursor != RangeTable.END) {
            int before = seen.size();
            long next = table.scan(cursor, 100, entry -> seen.add(TableModel.text(table.key(entry))));
            assertThat(next).isGreaterThan(cursor);
            assertThat(seen.size() - before).isLessThanOrEqualTo(102);
            if (next != RangeTable.END) {
                assertThat(seen.size() - before).isGreaterThanOrEqualTo(100);
            }
            cursor = next;
        }
        assertThat(seen).hasSize(10_000);
    }

    @Test
    void aStepCanBeBoundedByBytes() {
        for (int i = 0; i < 1000; i++) {
            put(table, "key" + i, 1000);
        }
        long[] bytes = {0};
        long cursor = table.scan(0, Integer.MAX_VALUE, 64 * 1024, entry -> bytes[0] += table.entryBytes(entry));
        assertThat(cursor).isBetween(1L, RangeTable.END - 1);
        assertThat(bytes[0]).isBetween(64L * 1024, 68L * 1024);
    }

    @Test
    void anEmptyTableIsOneStepAndHasNoEntryNearAnything() {
        assertThat(table.scan(0, 10, entry -> {})).isEqualTo(RangeTable.END);
        assertThat(table.entryNear(123)).isEqualTo(RangeTable.NONE);
    }

    @Test
    void theEntryNearACursorGoesRoundAtTheEnd() {
        put(table, "only", 1);
        long entry = table.find(TableModel.bytes("only"), 0, 4);
        assertThat(table.entryNear(0)).isEqualTo(entry);
        assertThat(table.entryNear(RangeTable.END - 1)).isEqualTo(entry);
    }

    @Test
    void cursorsOfOneCopyAreGoodOnAnother() {
        RangeTable other = new RangeTable(new MemoryBudget(1L << 30), new SeededHasher(5));
        for (int i = 0; i < 5000; i++) {
            put(table, "key" + i, 10);
            put(other, "key" + (4999 - i), 10);
        }
        Set<String> seen = new HashSet<>();
        long cursor = 0;
        for (boolean here = true; cursor != RangeTable.END; here = !here) {
            RangeTable next = here ? table : other;
            cursor = next.scan(cursor, 64, entry -> assertThat(seen.add(TableModel.text(next.key(entry))))
                    .isTrue());
        }
        assertThat(seen).hasSize(5000);
    }

    private static void churn(RangeTable table, Random random, int step) {
        for (int i = 0; i < 100; i++) {
            put(table, "stable" + random.nextInt(STABLE), random.nextInt(200));
            String other = "other" + random.nextInt(2000);
            if (step % 20 < 10) {
                put(table, other, random.nextInt(100));
            } else {
                byte[] key = TableModel.bytes(other);
                table.remove(key, 0, key.length, 1);
            }
        }
    }

    private static void put(RangeTable table, String key, int length) {
        byte[] k = TableModel.bytes(key);
        table.put(k, 0, k.length, new byte[length], 0, length, 0, RangeTable.STRING, 1);
    }
}
