package io.buddykv.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.node.store.MemoryBudget;
import org.junit.jupiter.api.Test;

class MemoryLimitTest {
    private static final long MIB = 1 << 20;

    private final MemoryBudget budget = new MemoryBudget(64 * MIB);

    @Test
    void theBudgetBecomesWhatIsSet() {
        MemoryLimit limit = new MemoryLimit(budget, 640 * MIB);

        limit.accept("100mb");
        assertThat(budget.limit()).isEqualTo(100 * MIB);
        limit.accept("2097152");
        assertThat(budget.limit()).isEqualTo(2 * MIB);
    }

    @Test
    void itsBoundsAreWhatASlaveNeedsAndWhatTheHeapHasRoomFor() {
        MemoryLimit limit = new MemoryLimit(budget, 640 * MIB);

        assertThatThrownBy(() -> limit.accept("0")).hasMessageContaining("argument must be between 1048576 and ");
        assertThatThrownBy(() -> limit.accept("1gb")).hasMessageContaining("argument must be between");
        assertThatThrownBy(() -> limit.accept("much")).hasMessageContaining("argument must be a memory value");
        assertThat(budget.limit()).isEqualTo(64 * MIB);
        assertThat(limit.mostBytes()).isLessThan(640 * MIB * 80 / 100);
    }

    @Test
    void whatWasGivenAtTheStartCanAlwaysBeSetAgain() {
        MemoryLimit limit = new MemoryLimit(budget, 70 * MIB);

        limit.accept("1mb");
        limit.accept("64mb");
        assertThat(budget.limit()).isEqualTo(64 * MIB);
    }

    @Test
    void belowWhatIsUsedGrowingWritesEndAndNothingElse() {
        budget.charge(32 * MIB);
        new MemoryLimit(budget, 640 * MIB).accept("16mb");

        assertThat(budget.wouldFit(1)).isFalse();
        assertThat(budget.wouldFit(0)).isTrue();
        assertThat(budget.used()).isEqualTo(32 * MIB);
    }
}
