package io.buddykv.topology.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.Goal;
import io.buddykv.topology.Member;
import io.buddykv.topology.Rebalancing;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import io.buddykv.topology.change.Answers;
import io.buddykv.topology.change.Birth;
import io.buddykv.topology.change.CopySet;
import io.buddykv.topology.change.Failover;
import io.buddykv.topology.change.HandOver;
import io.buddykv.topology.change.Registration;
import io.buddykv.topology.placement.PlacementPolicy;
import org.junit.jupiter.api.Test;

class ClusterHealthTest {
    private static final Answers ALL = Answers.by(member -> true);
    private static final Answers SILENCE = Answers.by(member -> false);

    @Test
    void beforeTheFirstCutItIsNotReady() {
        assertThat(ClusterHealth.of(registered(3), 1))
                .isEqualTo(new ClusterHealth(new RangeCounts(0, 0, 0, 0, 0), false, false, false, false));
    }

    @Test
    void afterwardsItIsRedundant() {
        assertThat(ClusterHealth.of(cut(3), 1))
                .isEqualTo(new ClusterHealth(new RangeCounts(16, 0, 0, 0, 0), true, true, false, true));
    }

    @Test
    void oneSlaveIsFullyInSyncAndNotRedundant() {
        assertThat(ClusterHealth.of(cut(1), 1))
                .isEqualTo(new ClusterHealth(new RangeCounts(16, 0, 0, 0, 0), true, true, true, false));
    }

    @Test
    void aDeadSlaveIsMissed() {
        ClusterMap map = Failover.failedOver(cut(2), 1, member(0), ALL);

        assertThat(ClusterHealth.of(map, 1))
                .isEqualTo(new ClusterHealth(new RangeCounts(16, 0, 8, 16, 0), true, false, false, false));
        assertThat(SlaveRoles.all(map))
                .containsEntry(0, new SlaveRoles(8, 0, 0, 0))
                .containsEntry(1, new SlaveRoles(8, 16, 0, 0));
    }

    @Test
    void membersLastKnownDoNotCountAsCopies() {
        ClusterMap map = Failover.failedOver(cut(2), 1, member(0), SILENCE);

        assertThat(ClusterHealth.of(map, 1))
                .isEqualTo(new ClusterHealth(new RangeCounts(16, 8, 0, 16, 0), false, false, false, false));
    }

    @Test
    void handingOverAndJoiningAreMoves() {
        ClusterMap map = cut(3);
        map = HandOver.started(map, 1, 0, 1, member(1)).orElseThrow();
        map = CopySet.joiningAdded(map, 1, 1, 1, member(2)).orElseThrow();

        assertThat(RangeCounts.of(map, 1)).isEqualTo(new RangeCounts(16, 0, 0, 0, 2));
        assertThat(SlaveRoles.all(map).get(2).joining()).isEqualTo(1);
    }

    private static ClusterMap cut(int slaves) {
        return Birth.firstCut(registered(slaves), 1, 16, Goal.of(slaves, 1, PlacementPolicy.RING, Rebalancing.DEFAULT));
    }

    private static ClusterMap registered(int slaves) {
        ClusterMap map = ClusterMap.unborn("testing", 1);
        for (int number = 0; number < slaves; number++) {
            Endpoints endpoints = new Endpoints("127.0.0.1", 1, 2, 3, 4);
            SlaveEntry slave = new SlaveEntry(member(number), endpoints, "zone", "host", SlaveState.UP);
            map = Registration.registered(map, 1, slave, SILENCE);
        }
        return map;
    }

    private static Member member(int number) {
        return new Member(number, number + 1, number + 1);
    }
}
