package io.buddykv.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.protocol.resp.CommandException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyspaceTest {
    private static final long NOW = 1_000_000;

    private final List<String> effects = new ArrayList<>();
    private final MemoryBudget budget = new MemoryBudget(4 << 20);
    private final RangeTable table = new RangeTable(budget, new SeededHasher(1));
    private final Keyspace keys = new Keyspace(table, new EffectsTest.Telling(effects));
    private long sequence;

    @Test
    void everyChangeIsToldAndEverythingOfACommandSharesItsSequence() {
        begin(NOW);
        put("a", "1", 0);
        put("b", "2", NOW + 5);
        assertThat(expire("a", NOW + 9)).isTrue();
        assertThat(persist("b")).isTrue();
        assertThat(persist("b")).isFalse();
        assertThat(delete("a")).isTrue();
        assertThat(delete("a")).isFalse();
        assertThat(expire("a", NOW + 9)).isFalse();
        splice("b", 1, "xyz");
        keys.clear();
        keys.clear();
        assertThat(effects)
                .containsExactly(
                        "set a=1",
                        "set b=2 until 1000005",
                        "expire a at 1000009",
                        "expire b at 0",
                        "delete a",
                        "set b=2xyz",
                        "clear");
        assertThat(keys.changed()).isTrue();
        assertThat(keys.observedSequence()).isEqualTo(sequence);
    }

    @Test
    void aReadObservesTheRecordItsAnswerDependsOn() {
        begin(NOW);
        put("a", "1", 0);
        begin(NOW);
        put("b", "1", 0);
        begin(NOW);
        assertThat(find("a")).isNotEqualTo(Keyspace.NONE);
        assertThat(keys.observedSequence()).isEqualTo(1);
        assertThat(keys.changed()).isFalse();
        find("b");
        assertThat(keys.observedSequence()).isEqualTo(2);
        begin(NOW);
        assertThat(find("never")).isEqualTo(Keyspace.NONE);
        assertThat(keys.observedSequence()).isZero();
        delete("a");
        begin(NOW);
        find("a");
        assertThat(keys.observedSequence()).isEqualTo(4);
        begin(NOW);
        keys.scan(0, 10, entry -> {});
        assertThat(keys.observedSequence()).isEqualTo(4);
    }

    @Test
    void anExpiredKeyIsDeletedByAnEffectBeforeItCountsAsGone() {
        begin(NOW);
        put("a", "1", NOW + 10);
        begin(NOW + 9);
        assertThat(find("a")).isNotEqualTo(Keyspace.NONE);
        effects.clear();
        begin(NOW + 10);
        assertThat(find("a")).isEqualTo(Keyspace.NONE);
        assertThat(effects).containsExactly("delete a");
        assertThat(keys.changed()).isTrue();
        assertThat(keys.observedSequence()).isEqualTo(sequence);
        assertThat(table.size()).isZero();
        begin(NOW + 11);
        assertThat(delete("a")).isFalse();
        assertThat(keys.changed()).isFalse();
        assertThat(keys.observedSequence()).isEqualTo(sequence - 1);
    }

    @Test
    void whileWritesAreHeldNothingChangesNotEvenByExpiry() {
        begin(NOW);
        put("a", "1", NOW + 10);
        put("b", "1", 0);
        effects.clear();
        keys.writesHeld(true);
        begin(NOW + 10);
        assertThat(find("b")).isNotEqualTo(Keyspace.NONE);
        assertThatThrownBy(() -> find("a")).isInstanceOf(WritesHeldException.class);
        assertThatThrownBy(() -> put("c", "", 0)).isInstanceOf(WritesHeldException.class);
        assertThatThrownBy(() -> delete("b")).isInstanceOf(WritesHeldException.class);
        assertThatThrownBy(keys::clear).isInstanceOf(WritesHeldException.class);
        assertThat(keys.changed()).isFalse();
        assertThat(effects).isEmpty();
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void growthIsRefusedWholeWhenACopyIsFullAndEverythingElseGoesOn() {
        begin(NOW);
        put("a", "12345678", 0);
        put("b", "12345678", NOW + 3);
        keys.growingWritesAllowed(false);
        effects.clear();
        begin(NOW);
        assertThatThrownBy(() -> put("c", "1", 0))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("OOM ");
        assertThatThrownBy(() -> splice("a", 8, "12345678")).isInstanceOf(CommandException.class);
        assertThatThrownBy(() -> keys.admitGrowth(1)).isInstanceOf(CommandException.class);
        assertThat(keys.changed()).isFalse();
        assertThat(effects).isEmpty();
        put("a", "87654321", 0);
        begin(NOW + 3);
        assertThat(find("b")).isEqualTo(Keyspace.NONE);
        assertThatThrownBy(() -> put("b", "1", 0)).isInstanceOf(CommandException.class);
        assertThat(keys.changed())
                .as("the expired key's deletion has to go out")
                .isTrue();
        begin(NOW + 3);
        assertThat(expire("a", NOW + 9)).isTrue();
        assertThat(delete("a")).isTrue();
    }

    @Test
    void aCommandOnceAdmittedStaysWhole() {
        begin(NOW);
        keys.admitGrowth(100);
        keys.growingWritesAllowed(false);
        put("a", "1", 0);
        put("b", "2", 0);
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void theBudgetIsNeverExceededAndRoomThatDeletionsMakeIsUsedAgain() {
        Random random = new Random(1);
        for (int round = 0; round < 20; round++) {
            int refused = 0;
            while (refused < 50) {
                begin(NOW);
                try {
                    put("key" + random.nextInt(1_000_000), "v".repeat(random.nextInt(30) == 0 ? 30_000 : 200), 0);
                } catch (CommandException e) {
                    assertThat(keys.changed()).isFalse();
                    refused++;
                }
                assertThat(budget.used()).isLessThanOrEqualTo(budget.limit());
            }
            assertThat(budget.fullness()).isGreaterThan(0.85);
            List<byte[]> found = new ArrayList<>();
            table.forEach(entry -> found.add(table.key(entry)));
            for (byte[] key : found) {
                if (random.nextInt(3) > 0) {
                    begin(NOW);
                    keys.delete(key, 0, key.length);
                    assertThat(budget.used()).isLessThanOrEqualTo(budget.limit());
                }
            }
            assertThat(budget.fullness()).isLessThan(0.5);
        }
        table.release();
        assertThat(budget.used()).isZero();
    }

    @Test
    void aLengthBeyondTheLimitIsAnErrorWithNothingApplied() {
        begin(NOW);
        assertThatThrownBy(() -> splice("a", Integer.MAX_VALUE, "x")).isInstanceOf(CommandException.class);
        assertThat(keys.changed()).isFalse();
    }

    @Test
    void theExpiryCycleFindsWhatIsOverAStepAtATime() {
        begin(NOW);
        ExpiredKeys expired = new ExpiredKeys();
        put("plain", "", 0);
        assertThat(ExpiryCycle.find(table, 0, NOW, 10, expired)).isEqualTo(RangeTable.END);
        for (int i = 0; i < 1000; i++) {
            put("key" + i, "", NOW + 1 + i % 2);
        }
        long cursor = 0;
        int steps = 0;
        while (cursor != RangeTable.END) {
            expired.reset();
            cursor = ExpiryCycle.find(table, cursor, NOW + 1, 100, expired);
            assertThat(expired.count()).isLessThanOrEqualTo(101);
            begin(NOW + 1);
            for (int i = 0; i < expired.count(); i++) {
                assertThat(keys.find(expired.array(), expired.offset(i), expired.length(i)))
                        .isEqualTo(Keyspace.NONE);
            }
            steps++;
        }
        assertThat(steps).isBetween(9, 11);
        assertThat(table.size()).isEqualTo(501);
        assertThat(table.volatileCount()).isEqualTo(500);
    }

    private void begin(long nowMillis) {
        keys.begin(nowMillis, ++sequence);
    }

    private long find(String key) {
        return keys.find(TableModel.bytes(key), 0, key.length());
    }

    private void put(String key, String value, long expireAt) {
        keys.put(TableModel.bytes(key), 0, key.length(), TableModel.bytes(value), 0, value.length(), expireAt, 0);
    }

    private void splice(String key, int from, String patch) {
        keys.splice(TableModel.bytes(key), 0, key.length(), from, TableModel.bytes(patch), 0, patch.length());
    }

    private boolean delete(String key) {
        return keys.delete(TableModel.bytes(key), 0, key.length());
    }

    private boolean expire(String key, long expireAt) {
        return keys.expire(TableModel.bytes(key), 0, key.length(), expireAt);
    }

    private boolean persist(String key) {
        return keys.persist(TableModel.bytes(key), 0, key.length());
    }
}
