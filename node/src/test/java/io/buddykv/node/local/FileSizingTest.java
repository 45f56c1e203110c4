package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FileSizingTest {
    @Test
    void onlyWhatIsDrainedAndHoldsNothingAtAllMayEnd() {
        assertThat(FileSizing.mayEnd(report(2, slave(3, 0, 0, 0, 0, true)), 3)).isTrue();
        assertThat(FileSizing.mayEnd(report(3, slave(3, 0, 0, 0, 0, false)), 3))
                .as("it may get ranges at any time")
                .isFalse();
        assertThat(FileSizing.mayEnd(report(2, slave(3, 1, 0, 0, 0, true)), 3)).isFalse();
        assertThat(FileSizing.mayEnd(report(2, slave(3, 0, 1, 0, 0, true)), 3)).isFalse();
        assertThat(FileSizing.mayEnd(report(2, slave(3, 0, 0, 1, 0, true)), 3)).isFalse();
        assertThat(FileSizing.mayEnd(report(2, slave(3, 0, 0, 0, 1, true)), 3)).isFalse();
    }

    @Test
    void whoIsNotInTheMapMayEndOnlyBeyondTheGoal() {
        assertThat(FileSizing.mayEnd(report(2), 3)).isTrue();
        assertThat(FileSizing.mayEnd(report(3), 3)).isFalse();
    }

    private static ClusterReport.Slave slave(
            int number, int homes, int primaries, int copies, int joining, boolean draining) {
        return new ClusterReport.Slave(number, "UP", homes, primaries, copies, joining, draining, 0, 0, 0);
    }

    private static ClusterReport report(int goal, ClusterReport.Slave... slaves) {
        return new ClusterReport(
                "id", 1, 1, true, true, 0, List.of(), List.of(slaves), null, new ClusterReport.Goal(goal), null);
    }
}
