package io.buddykv.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A copy that applies the records, from the beginning or behind chunks read meanwhile, ends up with the same content. */
class CopyTest {
    @Property(tries = 40)
    void recordsAndChunksMakeEqualCopies(@ForAll long seed) {
        new Copies().run(new Random(seed));
    }

    private static final class Copies {
        private final MemoryBudget budget = new MemoryBudget(1L << 30);
        private final EffectEncoder effects = new EffectEncoder();
        private final EffectEncoder chunk = new EffectEncoder();
        private final RangeTable primary = new RangeTable(budget, new SeededHasher(1));
        private final RangeTable follower = new RangeTable(budget, new SeededHasher(2));
        private final RangeTable joiner = new RangeTable(budget, new SeededHasher(3));
        private final Keyspace keys = new Keyspace(primary, effects);
        private long sequence;

        void run(Random random) {
            int before = random.nextInt(3000);
            for (int i = 0; i < before; i++) {
                command(random, i, false);
            }
            ChunkReader reader = new ChunkReader(primary, chunk);
            long cursor = 0;
            while (cursor != RangeTable.END) {
                chunk.reset();
                cursor = reader.read(cursor, 1 + random.nextInt(4000));
                EffectApplier.apply(joiner, chunk.bytes(), 0, chunk.length(), sequence);
                for (int i = random.nextInt(60); i > 0; i--) {
                    command(random, before, true);
                }
            }
            assertThat(joiner.size()).isEqualTo(primary.size());
            assertThat(joiner.checksum()).isEqualTo(primary.checksum());
            assertThat(follower.checksum()).isEqualTo(primary.checksum());
            assertThat(follower.volatileCount()).isEqualTo(primary.volatileCount());
            primary.release();
            follower.release();
            joiner.release();
            assertThat(budget.used()).isZero();
        }

        private void command(Random random, long nowMillis, boolean joining) {
            effects.reset();
            keys.begin(nowMillis, sequence + 1);
            for (int i = random.nextInt(3); i >= 0; i--) {
                effect(random, TableModel.bytes("key" + random.nextInt(700)), nowMillis);
            }
            if (!keys.changed()) {
                assertThat(effects.length()).isZero();
                return;
            }
            sequence++;
            EffectApplier.apply(follower, effects.bytes(), 0, effects.length(), sequence);
            if (joining) {
                EffectApplier.apply(joiner, effects.bytes(), 0, effects.length(), sequence);
            }
        }

        private void effect(Random random, byte[] key, long nowMillis) {
            byte[] value = new byte[random.nextInt(20) == 0 ? random.nextInt(3000) : random.nextInt(60)];
            random.nextBytes(value);
            long expireAt = nowMillis + 1 + random.nextInt(300);
            switch (random.nextInt(200) == 0 ? 9 : random.nextInt(8)) {
                case 0, 1, 2 ->
                    keys.put(
                            key,
                            0,
                            key.length,
                            value,
                            0,
                            value.length,
                            random.nextBoolean() ? 0 : expireAt,
                            value.length % 7);
                case 3 -> {
                    keys.find(key, 0, key.length);
                    keys.splice(key, 0, key.length, random.nextInt(50), value, 0, value.length);
                }
                case 4 -> keys.expire(key, 0, key.length, expireAt);
                case 5 -> keys.persist(key, 0, key.length);
                case 6 -> keys.delete(key, 0, key.length);
                case 9 -> keys.clear();
                default -> keys.find(key, 0, key.length);
            }
        }
    }
}
