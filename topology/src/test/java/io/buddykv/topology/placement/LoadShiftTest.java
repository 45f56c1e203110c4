package io.buddykv.topology.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LoadShiftTest {
    @Test
    void theHeaviestGivesToTheLightestUntilBothAreWithinATenth() {
        int[] homes = {1, 1, 1, 1, 2, 2, 3, 3};
        double[] weights = {4, 4, 4, 4, 2, 2, 1, 1};

        int[] shifted = LoadShift.shifted(homes, weights, numbers(3), 8);

        assertThat(load(shifted, weights, 1)).isEqualTo(8);
        assertThat(load(shifted, weights, 2)).isEqualTo(8);
        assertThat(load(shifted, weights, 3)).isEqualTo(6);
    }

    @Test
    void nothingMovesWithinATenth() {
        int[] homes = {1, 2, 3};
        assertThat(LoadShift.shifted(homes, new double[] {1.0, 1.05, 0.95}, numbers(3), 8))
                .isEqualTo(homes);
    }

    @Test
    void oneHeavyRangeIsLeftWhereItIs() {
        int[] homes = {1, 2, 2};
        assertThat(LoadShift.shifted(homes, new double[] {10, 1, 1}, numbers(2), 8))
                .isEqualTo(homes);
    }

    @Test
    void noLoadIsNoReason() {
        int[] homes = {1, 1, 1};
        assertThat(LoadShift.shifted(homes, new double[3], numbers(2), 8)).isEqualTo(homes);
    }

    @Property(tries = 300)
    void neverMovesMoreThanAllowedAndNeverMakesTheHeaviestHeavier(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 200) int slaves,
            @ForAll @IntRange(min = 0, max = 64) int most) {
        Random random = new Random(seed);
        int[] homes = random.ints(256, 1, slaves + 1).toArray();
        double[] weights = random.doubles(256, 0, 5).toArray();

        int[] shifted = LoadShift.shifted(homes, weights, numbers(slaves), most);

        long moved = IntStream.range(0, homes.length)
                .filter(range -> homes[range] != shifted[range])
                .count();
        assertThat(moved).isLessThanOrEqualTo(most);
        assertThat(heaviest(shifted, weights, slaves)).isLessThanOrEqualTo(heaviest(homes, weights, slaves) + 1e-9);
    }

    @Property(tries = 200)
    void manySmallRangesEndWithinATenth(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int slaves) {
        Random random = new Random(seed);
        int[] homes = random.ints(1024, 1, slaves + 1).toArray();
        double[] weights = random.doubles(1024, 0.5, 1.5).toArray();
        double average = Arrays.stream(weights).sum() / slaves;

        int[] shifted = LoadShift.shifted(homes, weights, numbers(slaves), 1024);

        for (int slave = 1; slave <= slaves; slave++) {
            assertThat(load(shifted, weights, slave)).isBetween(0.9 * average, 1.1 * average);
        }
    }

    private static double heaviest(int[] homes, double[] weights, int slaves) {
        return IntStream.rangeClosed(1, slaves)
                .mapToDouble(slave -> load(homes, weights, slave))
                .max()
                .orElseThrow();
    }

    private static double load(int[] homes, double[] weights, int slave) {
        return IntStream.range(0, homes.length)
                .filter(range -> homes[range] == slave)
                .mapToDouble(range -> weights[range])
                .sum();
    }

    private static SortedSet<Integer> numbers(int slaves) {
        return IntStream.rangeClosed(1, slaves).boxed().collect(Collectors.toCollection(TreeSet::new));
    }
}
