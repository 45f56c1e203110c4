package io.buddykv.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** No single change of a table causes much work, however large the table is: measured in slots moved and bytes walked. */
class RangeTableGrowthTest {
    private static final int KEYS = "full".equals(System.getProperty("proof")) ? 10_000_000 : 3_000_000;
    /** A rebuilt segment, the shifting within it, and a step of compaction; nothing that grows with the table. */
    private static final long MAX_WORK = 4L * HashIndex.MAX_SLOTS;

    private final MemoryBudget budget = new MemoryBudget(1L << 30);
    private final RangeTable table = new RangeTable(budget, new SeededHasher(11));
    private final byte[] key = new byte[4];
    private long worst;

    @Test
    void millionsOfKeysInOneRangeNeverStopTheWorld() {
        for (int i = 0; i < KEYS; i++) {
            key(i);
            long before = table.workDone();
            table.put(key, 0, 4, key, 0, 0, 0, RangeTable.STRING, 1);
            worst = Math.max(worst, table.workDone() - before);
        }
        assertThat(table.size()).isEqualTo(KEYS);
        assertThat((double) table.bytes() / KEYS).isLessThan(40);
        for (int i = 0; i < KEYS; i += 2) {
            key(i);
            long before = table.workDone();
            table.remove(key, 0, 4, 1);
            worst = Math.max(worst, table.workDone() - before);
        }
        assertThat(table.size()).isEqualTo(KEYS / 2);
        assertThat(worst).isLessThan(MAX_WORK);
        table.release();
        assertThat(budget.used()).isZero();
    }

    private void key(int i) {
        key[0] = (byte) i;
        key[1] = (byte) (i >>> 8);
        key[2] = (byte) (i >>> 16);
        key[3] = (byte) (i >>> 24);
    }
}
