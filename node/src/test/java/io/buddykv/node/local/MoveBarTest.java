package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MoveBarTest {
    @Test
    void tellsMovesBytesRateAndTimeLeft() {
        assertThat(MoveBar.line(new ClusterReport.Moves(120, 40, 80, 0, 12_340_000L, 4_200_000.0, 5.2)))
                .isEqualTo("[##########--------------------] 40/120 moves, 12.3 MB, 4.2 MB/s, 6 s left");
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        assertThat(MoveBar.line(new ClusterReport.Moves(2, 0, 2, 0, null, null, null)))
                .isEqualTo("[------------------------------] 0/2 moves");
    }

    @Test
    void saysWhatIsLeftToBeDropped() {
        assertThat(MoveBar.line(new ClusterReport.Moves(4, 4, 0, 3, 1_000_000L, 0.0, 0.0)))
                .isEqualTo("[##############################] 4/4 moves, 1.0 MB, 3 old copies to drop");
    }

    @Test
    void failuresMayAddMovesToThosePlanned() {
        assertThat(MoveBar.line(new ClusterReport.Moves(2, 0, 5, 0, null, null, null)))
                .endsWith("0/5 moves");
        assertThat(MoveBar.line(new ClusterReport.Moves(0, 0, 0, 0, null, null, null)))
                .endsWith("0/0 moves");
    }
}
