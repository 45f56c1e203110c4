package io.buddykv.node.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.RangeState;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import io.buddykv.topology.change.Answers;
import io.buddykv.topology.change.CopySet;
import io.buddykv.topology.change.Failover;
import io.buddykv.topology.change.HandOver;
import io.buddykv.topology.change.Registration;
import io.buddykv.topology.placement.PlacementPolicy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RangePlannerTest {
    private static final long TERM = 3;
    private static final Answers ALL = Answers.by(member -> true);
    private static final MasterSettings SETTINGS =
            MasterSettings.defaults("c", 4).withShape(64, 1, PlacementPolicy.RING);

    private final TestingSightings sightings = new TestingSightings();

    @Test
    void wellClusterNeedsNothing() {
        ClusterMap map = cut(4);
        RangePlanner.Plan plan = plan(map);
        assertThat(plan.map()).isSameAs(map);
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.unheard()).isEmpty();
    }

    @Test
    void cutWaitsForTheWantedSlavesOrTheSafeBoot() {
        ClusterMap three = registered(ClusterMap.unborn("c", TERM), 1, 2, 3);
        assertThat(plan(three).map().isCut()).isFalse();
        assertThat(plan(registered(three, 4)).map().isCut()).isTrue();
        sightings.bootNanos = TimeUnit.SECONDS.toNanos(30);
        assertThat(plan(three).map().isCut()).isTrue();
        assertThat(plan(ClusterMap.unborn("c", TERM)).map().isCut()).isFalse();
    }

    @Test
    void shortRangesWaitForTheRecopyTimeBeforeAnotherSlaveJoins() {
        ClusterMap map = Failover.failedOver(cut(4), TERM, member(1), ALL);
        assertThat(plan(map).map()).isSameAs(map);
        ClusterMap planned = plan(map, sightings.shortForSeconds(10)).map();
        assertThat(planned.ranges()).allSatisfy(range -> assertThat(
                        range.members().map(Member::number).distinct())
                .hasSize(2)
                .doesNotContain(1));
    }

    @Test
    void ringKeepsTheTablesOfTheDesignWhileOneSlaveIsDown() {
        ClusterMap map = Failover.failedOver(cut(4), TERM, member(1), ALL);
        ClusterMap planned = plan(map, sightings.shortForSeconds(10)).map();
        for (RangeEntry range : planned.ranges()) {
            int primary = range.home() == 1 ? 2 : range.home();
            int copy = range.home() == 4 || range.home() == 1 ? primary % 4 + 1 : range.home() + 1;
            copy = copy == 1 ? 2 : copy;
            assertThat(range.primary().number()).isEqualTo(primary);
            assertThat(range.members().map(Member::number).distinct()).containsExactlyInAnyOrder(primary, copy);
        }
    }

    @Test
    void plannedSlaveThatIsBackJoinsAtOnceUnlessItWasJustTakenOut() {
        ClusterMap map = registered(Failover.failedOver(cut(4), TERM, member(1), ALL), 1);
        assertThat(plan(map).map().ranges().stream()
                        .filter(range -> !range.joining().isEmpty()))
                .hasSize(32);
        sightings.notToJoin.add(1);
        assertThat(plan(map).map()).isSameAs(map);
    }

    @Test
    void slaveThatLeavesOrIsDownNeverJoins() {
        ClusterMap map = registered(Failover.failedOver(cut(4), TERM, member(1), ALL), 1);
        ClusterMap leaving = Registration.leaving(map, TERM, current(map, 1)).orElseThrow();
        assertThat(plan(leaving, sightings.shortForSeconds(20)).map().ranges())
                .noneMatch(range -> range.joining().stream().anyMatch(member -> member.number() == 1));
    }

    @Test
    void homesTakeTheirRangesBackNotMoreThanTheBoundAtOnce() {
        ClusterMap map = homeless(cut(4, SETTINGS.withShape(128, 1, PlacementPolicy.RING)), 1, 3);
        ClusterMap planned = plan(map).map();
        List<RangeEntry> moving =
                planned.ranges().stream().filter(RangeEntry::isHandingOver).toList();
        assertThat(moving).hasSize(MasterSettings.HAND_OVERS_AT_ONCE).allSatisfy(range -> {
            assertThat(range.target().number()).isEqualTo(range.home());
        });
        assertThat(plan(planned).map()).isSameAs(planned);
        sightings.mayHandOver = false;
        assertThat(plan(map).map()).isSameAs(map);
    }

    @Test
    void fewHandOversWaitForMoreWhileOthersAreUnderWayButNotForLong() {
        ClusterMap map = homeless(cut(4, SETTINGS.withShape(128, 1, PlacementPolicy.RING)), 1, 3);
        sightings.handedOverAgoNanos = MasterSettings.GROUP_NANOS - 1;
        ClusterMap all = plan(map).map();
        ClusterMap many = handedOver(all, MasterSettings.HAND_OVERS_AT_ONCE / 2);
        assertThat(handingOver(plan(many).map())).isEqualTo(MasterSettings.HAND_OVERS_AT_ONCE);
        ClusterMap few = handedOver(all, MasterSettings.HAND_OVERS_AT_ONCE / 2 - 1);
        assertThat(plan(few).map()).isSameAs(few);
        sightings.handedOverAgoNanos = MasterSettings.GROUP_NANOS;
        assertThat(handingOver(plan(few).map())).isEqualTo(MasterSettings.HAND_OVERS_AT_ONCE);
    }

    private static long handingOver(ClusterMap map) {
        return map.ranges().stream().filter(RangeEntry::isHandingOver).count();
    }

    /** The map in which so many of its hand-overs have come to their end. */
    private static ClusterMap handedOver(ClusterMap map, int count) {
        ClusterMap after = map;
        for (int range = 0, left = count; left > 0; range++) {
            RangeEntry entry = after.range(range);
            if (entry.isHandingOver()) {
                after = HandOver.released(after, TERM, range, entry.epoch()).orElseThrow();
                left--;
            }
        }
        return after;
    }

    @Test
    void fewCopiesWaitForMoreWhileOthersJoinButNotForLong() {
        ClusterMap map = registered(cut(4, SETTINGS.withShape(128, 1, PlacementPolicy.SPREAD)), 5);
        int most = SETTINGS.rebalancing().maxParallelMoves();
        sightings.joinedAgoNanos = MasterSettings.GROUP_NANOS - 1;
        ClusterMap all = plan(map).map();
        assertThat(joining(all)).isEqualTo(most);
        ClusterMap many = joined(all, most / 2);
        assertThat(joining(plan(many).map())).isEqualTo(most);
        ClusterMap few = joined(all, most / 2 - 1);
        assertThat(joining(plan(few).map())).isEqualTo(joining(few));
        sightings.joinedAgoNanos = MasterSettings.GROUP_NANOS;
        assertThat(joining(plan(few).map())).isEqualTo(most);
    }

    private static long joining(ClusterMap map) {
        return map.ranges().stream().mapToLong(entry -> entry.joining().size()).sum();
    }

    /** The map in which so many of the copies that join have caught up. */
    private static ClusterMap joined(ClusterMap map, int count) {
        ClusterMap after = map;
        for (int range = 0, left = count; left > 0; range++) {
            RangeEntry entry = after.range(range);
            if (!entry.joining().isEmpty()) {
                after = CopySet.caughtUp(
                                after,
                                TERM,
                                range,
                                entry.epoch(),
                                entry.joining().get(0))
                        .orElseThrow();
                left--;
            }
        }
        return after;
    }

    @Test
    void handOverThatTakesTooLongIsCancelledAndNotBegunInTheSameWrite() {
        ClusterMap map = HandOver.started(
                        homeless(1), TERM, 0, homeless(1).range(0).epoch(), current(homeless(1), 1))
                .orElseThrow();
        sightings.handOvers.put(0, MasterSettings.HAND_OVER_NANOS);
        RangeEntry cancelled = plan(map).map().range(0);
        assertThat(cancelled.state()).isEqualTo(RangeState.SERVING);
        assertThat(cancelled.epoch()).isEqualTo(map.range(0).epoch() + 2);
    }

    @Test
    void extrasAreDroppedOnceTheHomeServesAndAllPlannedAreInSync() {
        ClusterMap map = cut(4);
        ClusterMap withExtra = inSync(map, 0, 3);
        assertThat(plan(withExtra).map().range(0).inSync()).containsExactly(member(1), member(2));

        ClusterMap buddyMissing = CopySet.copyRemoved(
                        withExtra, TERM, 0, withExtra.range(0).epoch(), member(2), ALL)
                .orElseThrow();
        sightings.notToJoin.add(2);
        assertThat(plan(buddyMissing).map()).isSameAs(buddyMissing);
    }

    @Test
    void nothingIsDroppedAroundAPrimaryThatHasNotBeenHeardJustNow() {
        ClusterMap withExtra = inSync(cut(4), 0, 3);
        sightings.silent.add(member(1));
        RangePlanner.Plan plan = plan(withExtra);
        assertThat(plan.map()).isSameAs(withExtra);
        assertThat(plan.unheard()).containsExactly(member(1));
    }

    @Test
    void copyThatStayedBecauseItsPrimaryWasSilentIsStrippedLater() {
        ClusterMap map = Failover.failedOver(cut(4), TERM, member(1), Answers.by(member -> member.number() != 4));
        assertThat(map.ranges()).anyMatch(range -> range.inSync().contains(member(1)));
        sightings.silent.add(member(4));
        assertThat(plan(map).unheard()).containsExactly(member(4));
        sightings.silent.clear();
        assertThat(plan(map).map().ranges()).noneMatch(range -> range.inSync().contains(member(1)));
    }

    @Test
    void rangesThatAreDownBeginAgainOnlyWhenEveryCopyIsProvenGone() {
        ClusterMap map = Failover.failedOver(
                Failover.failedOver(cut(4), TERM, member(1), Answers.by(member -> member.number() > 2)),
                TERM,
                member(2),
                Answers.by(member -> member.number() > 2));
        long down = map.ranges().stream().filter(RangeEntry::isDown).count();
        assertThat(down).isEqualTo(16);
        assertThat(plan(map).lostRanges()).isZero();
        sightings.gone.add(member(1));
        assertThat(plan(map).lostRanges()).isZero();
        sightings.gone.add(member(2));
        RangePlanner.Plan plan = plan(map);
        assertThat(plan.lostRanges()).isEqualTo(16);
        assertThat(plan.map().dataLosses()).isEqualTo(16);
        assertThat(plan.map().ranges()).noneMatch(RangeEntry::isDown);
    }

    @Test
    void durableRangesNeverBeginAgainByThemselves() {
        MasterSettings durable = new MasterSettings(
                SETTINGS.knownClusterId(), "c", 4, 64, 1, PlacementPolicy.RING, true, 80, 10, 30, 60);
        ClusterMap map = Failover.failedOver(
                Failover.failedOver(cut(4), TERM, member(1), Answers.by(member -> member.number() > 2)),
                TERM,
                member(2),
                Answers.by(member -> member.number() > 2));
        sightings.gone.addAll(List.of(member(1), member(2)));
        assertThat(RangePlanner.plan(map, TERM, durable, sightings).lostRanges())
                .isZero();
    }

    @Test
    void slaveThatLeavesIsReplacedByItsCopyAndThenDropped() {
        ClusterMap map = Registration.leaving(cut(4), TERM, member(1)).orElseThrow();
        ClusterMap planned = plan(map).map();
        assertThat(planned.ranges()).allSatisfy(range -> {
            if (range.isPrimary(member(1))) {
                assertThat(range.target().number()).isEqualTo(2);
            } else {
                assertThat(range.inSync()).doesNotContain(member(1));
            }
        });
    }

    @Test
    void slaveThatComesAfterTheCutGetsHomes() {
        RangePlanner.Plan plan = plan(registered(cut(4), 5));
        assertThat(plan.map().ranges().stream().filter(range -> range.home() == 5))
                .hasSize(12)
                .allSatisfy(range ->
                        assertThat(range.joining()).extracting(Member::number).contains(5));
    }

    /** Ranges whose homes are these have moved away; the homes are back and in sync. */
    private static ClusterMap homeless(int number) {
        return homeless(cut(4), number);
    }

    private static ClusterMap homeless(ClusterMap cut, int... numbers) {
        ClusterMap map = cut;
        for (int number : numbers) {
            map = Failover.failedOver(map, TERM, current(map, number), ALL);
            map = registered(map, number);
            for (int range = 0; range < map.ranges().size(); range++) {
                if (map.range(range).inSync().size() < 2) {
                    map = inSync(map, range, number);
                }
            }
        }
        return map;
    }

    private static ClusterMap inSync(ClusterMap map, int range, int number) {
        Member copy = current(map, number);
        ClusterMap joining = CopySet.joiningAdded(
                        map, TERM, range, map.range(range).epoch(), copy)
                .orElseThrow();
        return CopySet.caughtUp(joining, TERM, range, joining.range(range).epoch(), copy)
                .orElseThrow();
    }

    private RangePlanner.Plan plan(ClusterMap map) {
        return plan(map, sightings);
    }

    private static RangePlanner.Plan plan(ClusterMap map, Sightings sightings) {
        return RangePlanner.plan(map, TERM, SETTINGS, sightings);
    }

    private static ClusterMap cut(int slaves) {
        return cut(slaves, SETTINGS);
    }

    private static ClusterMap cut(int slaves, MasterSettings settings) {
        ClusterMap map = ClusterMap.unborn("c", TERM);
        for (int number = 1; number <= slaves; number++) {
            map = registered(map, number);
        }
        return RangePlanner.plan(map, TERM, settings, new TestingSightings()).map();
    }

    private static ClusterMap registered(ClusterMap map, int... numbers) {
        ClusterMap changed = map;
        for (int number : numbers) {
            Member former =
                    changed.slave(number) == null ? null : changed.slave(number).member();
            Member member = former == null
                    ? member(number)
                    : new Member(number, former.incarnation() + 1, former.incarnation() + 1);
            Endpoints endpoints = new Endpoints("h" + number, 1, 2, 3, 4);
            SlaveEntry entry = new SlaveEntry(member, endpoints, "", "h" + number, SlaveState.UP);
            changed = Registration.registered(changed, TERM, entry, ALL);
        }
        return changed;
    }

    private static Member current(ClusterMap map, int number) {
        return map.slave(number).member();
    }

    private static Member member(int number) {
        return new Member(number, 100 * number, 100 * number);
    }
}
