package io.buddykv.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Random histories on a {@link RangeTable} and on a map have the same outcome. */
class RangeTableModelTest {
    private static final Hasher CONSTANT = (key, offset, length) -> 0;
    private static final Hasher HIGHEST = (key, offset, length) -> -1;
    private static final Hasher FEW = (key, offset, length) -> length == 0 ? 0 : (key[offset] & 3) << 30 | 0x3fffffff;

    /** One step; {@code size} is that of the value, or a position. */
    record Step(int kind, int key, int size, long expireAt) {}

    @Property(tries = 150)
    void anyHistoryWithGoodHashes(@ForAll("histories") List<Step> steps, @ForAll long seed) {
        run(steps, new SeededHasher(seed));
    }

    @Property(tries = 60)
    void anyHistoryWhenAllKeysCollide(@ForAll("histories") List<Step> steps) {
        run(steps, CONSTANT);
        run(steps, HIGHEST);
    }

    @Property(tries = 60)
    void anyHistoryWithFewHashes(@ForAll("histories") List<Step> steps) {
        run(steps, FEW);
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Integer> kinds = Arbitraries.frequency(
                Tuple.of(40, 0), Tuple.of(15, 1), Tuple.of(15, 2), Tuple.of(30, 3), Tuple.of(1, 4));
        Arbitrary<Integer> sizes = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 40),
                Arbitraries.integers().between(0, 700),
                Arbitraries.integers().between(0, 20_000));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, 150),
                        sizes,
                        Arbitraries.of(0L, 0L, 1L, Long.MAX_VALUE))
                .as(Step::new)
                .list()
                .ofMaxSize(600);
    }

    private static void run(List<Step> steps, Hasher hasher) {
        TableModel model = new TableModel(hasher);
        for (Step step : steps) {
            apply(model, step);
            assertThat(model.table.size()).isEqualTo(model.model.size());
        }
        model.checkAll();
        model.release();
    }

    private static void apply(TableModel model, Step step) {
        String key = step.key == 0 ? "" : "k".repeat(step.key % 7) + step.key;
        String value =
                ("" + step.size + step.expireAt).repeat(step.size / 2 + 1).substring(0, step.size);
        switch (step.kind) {
            case 0 -> model.put(key, value, step.expireAt, step.size % 7);
            case 1 -> model.splice(key, step.size % 500, value.substring(0, step.size / 3));
            case 2 -> model.expire(key, step.expireAt);
            case 3 -> model.remove(key);
            default -> model.clear();
        }
    }
}
