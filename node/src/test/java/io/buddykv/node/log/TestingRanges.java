package io.buddykv.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.store.ChunkReader;
import io.buddykv.node.store.EffectApplier;
import io.buddykv.node.store.EffectEncoder;
import io.buddykv.node.store.MemoryBudget;
import io.buddykv.node.store.RangeTable;
import io.buddykv.node.store.SeededHasher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Ranges that write to a journal as a slave's do, and remember what each state of them held. */
final class TestingRanges implements SnapshotSource {
    static final MemoryBudget BUDGET = new MemoryBudget(1L << 32);
    private static final int KEYS = 40;

    private final List<Range> ranges = new ArrayList<>();
    private Journal journal;

    TestingRanges(int count, Journal journal) {
        this.journal = journal;
        for (int index = 0; index < count; index++) {
            ranges.add(new Range(index));
        }
    }

    static RangeTable newTable() {
        return new RangeTable(BUDGET, new SeededHasher(7));
    }

    @Override
    public int count() {
        return ranges.size();
    }

    @Override
    public Range range(int index) {
        return ranges.get(index);
    }

    /** Goes on after a recovery, from what was recovered. */
    void goOn(Journal newJournal, RecoveredLog recovered) {
        journal = newJournal;
        for (Range range : ranges) {
            range.become(
                    new RecoveredRange(range.index, null, new EpochHistory(), 0, false, new RecordBacklog(), null));
        }
        for (RecoveredRange each : recovered.ranges()) {
            ranges.get(each.index()).become(each);
        }
    }

    /** Something happens to some range; mostly records. Returns the position. */
    long something(Random random) {
        Range range = ranges.get(random.nextInt(ranges.size()));
        if (!range.isComplete()) {
            return random.nextBoolean() ? range.born() : range.filled(random);
        }
        return switch (random.nextInt(40)) {
            case 0 -> range.takenOver();
            case 1 -> random.nextInt(4) == 0 ? range.forgotten() : range.record(random);
            case 2 -> random.nextInt(4) == 0 ? range.filled(random) : range.record(random);
            default -> range.record(random);
        };
    }

    /** Every range that is held is in a state it once was in; returns how many are held. */
    int checkStates(RecoveredLog recovered) {
        int held = 0;
        for (RecoveredRange each : recovered.ranges()) {
            if (each.table() != null && each.complete()) {
                ranges.get(each.index()).checkState(each);
                held++;
            }
        }
        return held;
    }

    /** Every range is as it is here. */
    void checkEqual(RecoveredLog recovered) {
        checkStates(recovered);
        Map<Integer, RecoveredRange> byIndex = new HashMap<>();
        recovered.ranges().forEach(each -> byIndex.put(each.index(), each));
        for (Range range : ranges) {
            RecoveredRange each = byIndex.get(range.index);
            boolean complete = each != null && each.complete();
            assertThat(complete).as("range %d complete", range.index).isEqualTo(range.complete);
            if (complete) {
                assertThat(each.sequence()).isEqualTo(range.sequence);
                assertThat(each.history().latest()).isEqualTo(range.history.latest());
            }
        }
    }

    final class Range implements SourceRange {
        private final int index;
        private final ReentrantLock lock = new ReentrantLock();
        private final RangeTable table = newTable();
        private final EffectEncoder effects = new EffectEncoder();
        private final EpochHistory history = new EpochHistory();
        private final Map<String, Long> states = new HashMap<>();
        private long sequence;
        private boolean complete;
        private long lastTenure;

        private Range(int index) {
            this.index = index;
        }

        long born() {
            reset(true);
            return journal.reset(index, history, 0, true);
        }

        private void reset(boolean completeNow) {
            table.reset();
            history.clear();
            history.begin(++lastTenure, 0);
            sequence = 0;
            complete = completeNow;
            remember();
        }

        long record(Random random) {
            effects.reset();
            for (int i = random.nextInt(3); i >= 0; i--) {
                effect(random);
            }
            return record();
        }

        long put(String key, byte[] value) {
            effects.reset();
            set(key, value);
            return record();
        }

        private long record() {
            sequence++;
            EffectApplier.apply(table, effects.bytes(), 0, effects.length(), sequence);
            remember();
            return journal.record(index, history.latest(), sequence, effects.bytes(), 0, effects.length());
        }

        private void effect(Random random) {
            byte[] key = bytes("key" + random.nextInt(KEYS));
            switch (random.nextInt(12)) {
                case 0, 1 -> effects.delete(key, 0, key.length);
                case 2 -> effects.expire(key, 0, key.length, 1_000 + random.nextInt(9));
                case 3 -> {
                    if (random.nextInt(30) == 0) {
                        effects.clear();
                    }
                }
                default -> set(new String(key), new byte[random.nextInt(random.nextInt(20) == 0 ? 9000 : 60)]);
            }
        }

        private void set(String name, byte[] value) {
            byte[] key = bytes(name);
            for (int i = 0; i < value.length; i++) {
                value[i] = (byte) (sequence + i);
            }
            effects.set(key, 0, key.length, value, 0, value.length, 0, RangeTable.STRING);
        }

        long takenOver() {
            history.begin(++lastTenure, sequence);
            remember();
            return journal.history(index, history, sequence);
        }

        long forgotten() {
            table.reset();
            history.clear();
            sequence = 0;
            complete = false;
            return journal.reset(index, history, 0, false);
        }

        /** Another slave's content comes in chunks, with a record in between. */
        long filled(Random random) {
            reset(false);
            journal.reset(index, history, sequence, false);
            RangeTable source = newTable();
            effects.reset();
            for (int i = random.nextInt(30); i >= 0; i--) {
                set("key" + i, new byte[random.nextInt(50)]);
            }
            EffectApplier.apply(source, effects.bytes(), 0, effects.length(), 1);
            long cursor = 0;
            EffectEncoder chunk = new EffectEncoder();
            while (cursor != RangeTable.END) {
                chunk.reset();
                cursor = new ChunkReader(source, chunk).read(cursor, 300);
                EffectApplier.apply(table, chunk.bytes(), 0, chunk.length(), sequence);
                journal.chunk(index, sequence, chunk.bytes(), 0, chunk.length());
            }
            source.release();
            record(random);
            complete = true;
            remember();
            return journal.complete(index, sequence);
        }

        void become(RecoveredRange recovered) {
            table.reset();
            history.become(recovered.history());
            sequence = recovered.sequence();
            complete = recovered.complete();
            if (recovered.table() != null) {
                effects.reset();
                new ChunkReader(recovered.table(), effects).read(0, Integer.MAX_VALUE);
                EffectApplier.apply(table, effects.bytes(), 0, effects.length(), sequence);
            }
            if (!complete && recovered.table() != null) {
                forgotten();
            }
        }

        private void remember() {
            if (complete) {
                states.put(history.latest() + "/" + sequence, table.checksum());
            }
        }

        private void checkState(RecoveredRange recovered) {
            String state = recovered.history().latest() + "/" + recovered.sequence();
            assertThat(states).as("states of range %d", index).containsKey(state);
            assertThat(recovered.table().checksum())
                    .as("content of range %d at %s", index, state)
                    .isEqualTo(states.get(state));
        }

        @Override
        public Lock lock() {
            return lock;
        }

        @Override
        public boolean isComplete() {
            return complete;
        }

        @Override
        public boolean isAbsent() {
            return !complete && table.size() == 0;
        }

        @Override
        public RangeTable table() {
            return table;
        }

        @Override
        public EpochHistory history() {
            return history;
        }

        @Override
        public long sequence() {
            return sequence;
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
