package io.buddykv.topology.change;

import static io.buddykv.topology.change.TestingCluster.TERM;
import static io.buddykv.topology.change.TestingCluster.all;
import static io.buddykv.topology.change.TestingCluster.life;
import static io.buddykv.topology.change.TestingCluster.slave;
import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.ClusterMapCodec;
import io.buddykv.topology.Goal;
import io.buddykv.topology.MapInvariants;
import io.buddykv.topology.Member;
import io.buddykv.topology.Rebalancing;
import io.buddykv.topology.health.MoveCounts;
import io.buddykv.topology.health.RangeCounts;
import io.buddykv.topology.health.SlaveRoles;
import io.buddykv.topology.placement.PlacementPolicy;
import io.buddykv.topology.placement.Roster;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Slaves are numbered from 0. */
class RelayoutTest {
    private static final int RANGES = 16;

    private ClusterMap map = born(3);

    @Test
    void aMapThatIsAsPlannedIsLeftAlone() {
        assertThat(planned(map)).isSameAs(map);
        assertThat(MoveCounts.of(map)).isEqualTo(MoveCounts.NONE);
    }

    @Test
    void aSlaveBeyondTheGoalGetsNothingBeforeTheGoalIsRaised() {
        map = Registration.registered(map, TERM, slave(3, 1), all());
        assertThat(planned(map)).isSameAs(map);
        assertThat(Roster.of(map).retired()).containsExactly(3);

        map = planned(sized(4));

        assertThat(SlaveRoles.all(map).get(3).homes()).isEqualTo(4);
        assertThat(MoveCounts.of(map).left()).isEqualTo(map.plan().moves()).isGreaterThanOrEqualTo(8);
        assertThat(MapInvariants.check(map)).isEmpty();
        assertThat(planned(map)).isSameAs(map);
    }

    @Test
    void aSlaveThatIsDownKeepsItsPart() {
        map = Failover.failedOver(map, TERM, life(1, 1), all());
        assertThat(planned(map)).isSameAs(map);
        map = Registration.registered(map, TERM, slave(1, 2), all());
        assertThat(planned(map)).isSameAs(map);
    }

    @Test
    void aSlaveOnAnotherSiteIsAnotherPlan() {
        Member again = life(1, 2);
        map = Registration.registered(map, TERM, onHost(again, "host0"), all());

        map = planned(map);

        for (int range = 0; range < RANGES; range++) {
            int home = map.range(range).home();
            int buddy = map.plan().buddies().get(range).get(0);
            assertThat(Set.of(home, buddy)).isNotEqualTo(Set.of(0, 1));
        }
    }

    @Test
    void drainedAndRetiredSlavesEndWithNothingAndOnlyTheRetiredIsForgotten() {
        map = planned(Goals.set(map, TERM, map.goal().withDrained(1)));
        map = carriedOut(map);
        assertThat(SlaveRoles.all(map).get(1)).isEqualTo(new SlaveRoles(0, 0, 0, 0));
        assertThat(RangeCounts.of(map, 1).underReplicated()).isZero();
        map = Failover.failedOver(map, TERM, life(1, 1), all());
        assertThat(Goals.retiredForgotten(map, TERM)).isSameAs(map);

        map = planned(sized(2));
        map = carriedOut(map);
        assertThat(SlaveRoles.all(map).get(2)).isEqualTo(new SlaveRoles(0, 0, 0, 0));
        assertThat(Goals.retiredForgotten(map, TERM)).as("it still lives").isSameAs(map);
        map = Failover.failedOver(map, TERM, life(2, 1), all());
        map = Goals.retiredForgotten(map, TERM);

        assertThat(map.slaves()).containsOnlyKeys(0, 1);
        assertThat(map.goal().drained()).containsExactly(1);
        assertThat(MapInvariants.check(map)).isEmpty();
    }

    @Test
    void aRetiredSlaveThatDiesInTheMiddleOfItsDrainKeepsItsNumberUntilNothingIsLeft() {
        map = planned(sized(2));
        map = Failover.failedOver(map, TERM, life(0, 1), all());
        map = Failover.failedOver(map, TERM, life(1, 1), TestingCluster.from(life(2, 1)));
        map = Failover.failedOver(map, TERM, life(2, 1), TestingCluster.silence());
        assertThat(Goals.retiredForgotten(map, TERM).slaves()).containsKey(2);
    }

    @Test
    void undrainedItGetsItsShareBack() {
        map = carriedOut(planned(Goals.set(map, TERM, map.goal().withDrained(1))));
        map = planned(Goals.set(map, TERM, map.goal().withoutDrained(1)));
        assertThat(SlaveRoles.all(map).get(1).homes()).isBetween(5, 6);
    }

    @Test
    void buddiesArePlannedAnewWhenTheyAreChangedLive() {
        for (int buddies : new int[] {2, 0, 1}) {
            Goal goal = map.goal().withShape(buddies, PlacementPolicy.RING, Rebalancing.DEFAULT);
            map = planned(Goals.set(map, TERM, goal));
            assertThat(map.plan().width()).isEqualTo(buddies);
            map = carriedOut(map);
            assertThat(map.ranges()).allMatch(range -> range.inSync().size() == buddies + 1);
        }
    }

    @Test
    void aMapWithoutPlanGetsOneThatMovesNothing() {
        ClusterMap old = new ClusterMap(
                map.clusterId(), map.version(), map.term(), map.dataLosses(), map.ranges(), map.slaves());

        ClusterMap planned = Relayout.planned(old, TERM, goal(3));

        assertThat(planned.plan().moves()).isZero();
        assertThat(planned.ranges()).isEqualTo(map.ranges());
    }

    @Test
    void goalAndPlanSurviveTheCodec() {
        map = planned(Goals.set(map, TERM, map.goal().withDrained(2)));
        assertThat(ClusterMapCodec.decode(ClusterMapCodec.encode(map))).isEqualTo(map);
    }

    @Test
    void homesGivenByLoadKeepTheirBasisAndPlanTheirBuddies() {
        int[] homes = Relayout.homes(map);
        homes[0] = 2;

        ClusterMap shifted = Relayout.withHomes(map, TERM, map.goal(), homes);

        assertThat(shifted.range(0).home()).isEqualTo(2);
        assertThat(planned(shifted)).isSameAs(shifted);
        assertThat(shifted.plan().moves()).isBetween(1, 3);
    }

    /** Every range moved as the plan says: joined, handed over, dropped. */
    private static ClusterMap carriedOut(ClusterMap planned) {
        ClusterMap map = planned;
        for (int range = 0; range < map.ranges().size(); range++) {
            map = carriedOut(map, range);
        }
        assertThat(MoveCounts.of(map).isDone()).isTrue();
        assertThat(MapInvariants.check(map)).isEmpty();
        return map;
    }

    private static ClusterMap carriedOut(ClusterMap planned, int range) {
        ClusterMap map = planned;
        java.util.List<Integer> wanted =
                new java.util.ArrayList<>(map.plan().buddies().get(range));
        wanted.add(map.range(range).home());
        for (int number : wanted) {
            Member member = map.slave(number).member();
            if (!map.range(range).names(number)) {
                map = CopySet.joiningAdded(map, TERM, range, epoch(map, range), member)
                        .orElseThrow();
                map = CopySet.caughtUp(map, TERM, range, epoch(map, range), member)
                        .orElseThrow();
            }
        }
        Member home = map.slave(map.range(range).home()).member();
        if (!map.range(range).isPrimary(home)) {
            map = HandOver.started(map, TERM, range, epoch(map, range), home).orElseThrow();
            map = HandOver.released(map, TERM, range, epoch(map, range)).orElseThrow();
        }
        for (Member member : map.range(range).inSync()) {
            if (!wanted.contains(member.number())) {
                map = CopySet.copyRemoved(map, TERM, range, epoch(map, range), member, all())
                        .orElseThrow();
            }
        }
        return map;
    }

    private static long epoch(ClusterMap map, int range) {
        return map.range(range).epoch();
    }

    private static io.buddykv.topology.SlaveEntry onHost(Member member, String host) {
        io.buddykv.topology.SlaveEntry slave = slave(member);
        return new io.buddykv.topology.SlaveEntry(member, slave.endpoints(), slave.zone(), host, slave.state());
    }

    private ClusterMap sized(int slaves) {
        return Goals.set(map, TERM, map.goal().withSlaves(slaves));
    }

    private static ClusterMap planned(ClusterMap map) {
        return Relayout.planned(map, TERM, map.goal());
    }

    private static ClusterMap born(int slaves) {
        ClusterMap map = Goals.set(TestingCluster.registered(slaves), TERM, goal(slaves));
        return Birth.firstCut(map, TERM, RANGES, goal(slaves));
    }

    private static Goal goal(int slaves) {
        return Goal.of(slaves, 1, PlacementPolicy.SPREAD, Rebalancing.DEFAULT);
    }
}
