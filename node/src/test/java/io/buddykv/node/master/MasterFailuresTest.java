package io.buddykv.node.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.protocol.message.Check;
import io.buddykv.protocol.message.RangeFence;
import io.buddykv.protocol.message.ReportAnswer;
import io.buddykv.protocol.message.SizeOrder;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveState;
import io.buddykv.topology.placement.PlacementPolicy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Suspicions, and what becomes of them. */
class MasterFailuresTest {
    @Test
    void suspectThatAnswersLosesNothing() {
        TestingCluster cluster = TestingCluster.booted();
        ClusterMap before = cluster.map();
        CompletableFuture<ReportAnswer> answer = cluster.suspect(2, 1);
        cluster.runMillis(200);
        assertThat(cluster.map()).isEqualTo(before);
        assertThat(answer).isCompletedWithValue(new ReportAnswer(List.of(), before.version()));
        assertThat(cluster.slave(1).checks).isNotEmpty();
    }

    @Test
    void falseAlarmFencesNobody() {
        TestingCluster cluster = withTwoBuddies();
        cluster.suspect(2, 1);
        cluster.runMillis(200);
        for (int number = 1; number <= 3; number++) {
            assertThat(cluster.slave(number).fences()).isEmpty();
        }
    }

    @Test
    void manySuspicionsOfOneSlaveCostOneCheckAndOneWrite() {
        TestingCluster cluster = TestingCluster.booted();
        int writes = cluster.membership.writes();
        cluster.kill(1);
        int checks = cluster.slave(2).checks.size();
        CompletableFuture<ReportAnswer> first = cluster.suspect(2, 1);
        CompletableFuture<ReportAnswer> second = cluster.suspect(3, 1);
        CompletableFuture<ReportAnswer> third = cluster.suspect(3, 1);
        cluster.runMillis(20);
        assertThat(cluster.membership.writes()).isEqualTo(writes + 1);
        assertThat(cluster.slave(2).checks).hasSize(checks + 1);
        assertThat(List.of(first, second, third)).allSatisfy(answer -> assertThat(answer)
                .isCompletedWithValue(new ReportAnswer(List.of(), cluster.map().version())));
    }

    @Test
    void suspicionOfAnEarlierLifeIsAnsweredAtOnce() {
        TestingCluster cluster = TestingCluster.booted();
        Member former = cluster.member(1);
        cluster.kill(1);
        cluster.boot(1);
        cluster.runUntil(cluster::isWell, 2_000);
        int checks = cluster.slave(1).checks.size();
        CompletableFuture<ReportAnswer> answer = cluster.suspect(cluster.member(2), former);
        cluster.runMillis(0);
        assertThat(answer).isCompleted();
        assertThat(cluster.slave(1).checks).hasSize(checks);
    }

    @Test
    void newerLifeThatAnswersProvesTheFormerDead() {
        TestingCluster cluster = TestingCluster.booted();
        TestingSlave newer = cluster.process(1);
        newer.member = new Member(1, newer.incarnation, newer.incarnation);
        cluster.suspect(2, 1);
        cluster.runMillis(10);
        assertThat(cluster.map().slave(1).state()).isEqualTo(SlaveState.DOWN);
        assertThat(cluster.primariesOf(1)).isEmpty();
    }

    @Test
    void twoThatDieTogetherAreTakenOutInOneWrite() {
        TestingCluster cluster = TestingCluster.booted();
        int shared = cluster.rangeOf(1, 2);
        int kept = cluster.rangeOf(1, 3);
        int writes = cluster.membership.writes();
        cluster.kill(1);
        cluster.kill(2);
        cluster.suspect(3, 1);
        cluster.suspect(3, 2);
        cluster.runMillis(20);

        assertThat(cluster.membership.writes()).isEqualTo(writes + 1);
        RangeEntry lost = cluster.map().range(shared);
        assertThat(lost.isDown()).isTrue();
        assertThat(lost.inSync()).containsExactlyInAnyOrder(cluster.member(1), cluster.member(2));
        assertThat(cluster.map().range(kept).primary()).isEqualTo(cluster.member(3));
    }

    @Test
    void successorThatIsOnlySlowTakesOver() {
        TestingCluster cluster = TestingCluster.booted();
        int shared = cluster.rangeOf(1, 2);
        cluster.slave(1).freeze();
        cluster.slave(2).freeze();
        cluster.suspect(3, 1);
        cluster.runMillis(100);
        cluster.slave(2).thaw();
        cluster.runMillis(200);
        assertThat(cluster.map().range(shared).primary()).isEqualTo(cluster.member(2));
        assertThat(cluster.map().slave(2).state()).isEqualTo(SlaveState.UP);
        assertThat(cluster.map().slave(1).state()).isEqualTo(SlaveState.DOWN);
    }

    @Test
    void successorThatStaysSilentCountsAsDownWithoutASuspicionOfItsOwn() {
        TestingCluster cluster = TestingCluster.booted();
        int shared = cluster.rangeOf(1, 2);
        cluster.slave(1).freeze();
        cluster.slave(2).freeze();
        cluster.suspect(3, 1);
        cluster.runMillis(3_000);
        assertThat(cluster.map().range(shared).isDown()).isTrue();
        assertThat(cluster.map().slave(2).state()).isEqualTo(SlaveState.DOWN);

        cluster.slave(2).thaw();
        cluster.runMillis(1_000);
        assertThat(cluster.map().slave(2).state()).isEqualTo(SlaveState.UP);
        assertThat(cluster.map().range(shared).primary()).isEqualTo(cluster.member(2));
        assertThat(cluster.map().dataLosses()).isZero();
    }

    @Test
    void whereTheOthersAnswerSlowlyASlowAnswerStillCounts() {
        TestingCluster cluster = TestingCluster.booted();
        ClusterMap before = cluster.map();
        cluster.slave(1).answerAfterMillis(150);
        cluster.slave(2).answerAfterMillis(50);
        cluster.suspect(3, 1);
        cluster.runMillis(400);
        assertThat(cluster.map()).isEqualTo(before);
        cluster.slave(1).answerAfterMillis(400);
        cluster.suspect(3, 1);
        cluster.runMillis(300);
        assertThat(cluster.map().slave(1).state()).isEqualTo(SlaveState.DOWN);
    }

    @Test
    void slaveThatNothingWaitsForIsGivenTimeToAnswer() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.kill(3);
        cluster.suspect(1, 3);
        cluster.runUntil(() -> cluster.map().slave(3).state() == SlaveState.DOWN, 1_000);
        cluster.slave(1).helpful = false;
        cluster.slave(2).helpful = false;
        cluster.boot(3);
        Member starting = cluster.member(3);
        assertThat(cluster.map().ranges()).noneMatch(range -> range.isInSync(starting));
        cluster.slave(3).freeze();
        cluster.suspect(1, 3);
        cluster.runMillis(2_000);
        assertThat(cluster.map().slave(3).state()).isEqualTo(SlaveState.UP);
        cluster.suspect(1, 3);
        assertThat(cluster.runUntil(() -> cluster.map().slave(3).state() == SlaveState.DOWN, 5_000))
                .isTrue();
    }

    @Test
    void masterThatHearsNobodyChangesNothing() {
        TestingCluster cluster = TestingCluster.booted();
        ClusterMap before = cluster.map();
        for (int number = 1; number <= 3; number++) {
            cluster.slave(number).freeze();
        }
        cluster.master.suspect(new io.buddykv.protocol.message.Suspicion(
                new Member(9, 9, 9), cluster.member(1), "a report from nobody in the map"));
        cluster.runMillis(5_000);
        assertThat(cluster.map()).isEqualTo(before);

        cluster.slave(2).thaw();
        cluster.slave(3).thaw();
        cluster.runMillis(3_000);
        assertThat(cluster.primariesOf(1)).isEmpty();
        assertThat(cluster.map().ranges()).noneMatch(RangeEntry::isDown);
    }

    @Test
    void allSilentAndTheirEphemeralsGoneMeansDownButNoSetShrinks() {
        TestingCluster cluster = TestingCluster.booted();
        ClusterMap before = cluster.map();
        for (int number = 1; number <= 3; number++) {
            cluster.slave(number).freeze();
        }
        for (int number = 1; number <= 3; number++) {
            cluster.loseEphemeral(cluster.slave(number));
        }
        cluster.runMillis(300);
        assertThat(cluster.map().ranges()).allMatch(RangeEntry::isDown);
        for (int range = 0; range < before.ranges().size(); range++) {
            assertThat(cluster.map().range(range).inSync())
                    .containsExactlyInAnyOrderElementsOf(before.range(range).inSync());
        }

        for (int number = 1; number <= 3; number++) {
            cluster.slave(number).thaw();
            cluster.announce(cluster.slave(number), number);
        }
        assertThat(cluster.runUntil(cluster::isWell, 5_000)).isTrue();
        assertThat(cluster.map().dataLosses()).isZero();
    }

    @Test
    void ephemeralThatIsGoneWhileTheSlaveAnswersIsNoFailure() {
        TestingCluster cluster = TestingCluster.booted();
        ClusterMap before = cluster.map();
        int checks = cluster.slave(1).checks.size();
        cluster.loseEphemeral(cluster.slave(1));
        cluster.runMillis(100);
        assertThat(cluster.map()).isEqualTo(before);
        assertThat(cluster.slave(1)
                        .checks
                        .subList(checks, cluster.slave(1).checks.size()))
                .isNotEmpty()
                .allMatch(Check::ephemeralGone);
        assertThat(cluster.slave(2).checks).noneMatch(Check::ephemeralGone);

        int reminded = cluster.slave(1).checks.size();
        cluster.runMillis(3_000);
        assertThat(cluster.slave(1).checks.size()).isBetween(reminded + 1, reminded + 4);
    }

    @Test
    void slaveWithoutAnEphemeralIsAskedAboutItForAsLongAsItAnswers() {
        TestingCluster cluster = withEmptySlave();
        cluster.loseEphemeral(cluster.slave(4));
        cluster.runMillis(5_300);
        assertThat(cluster.map().slave(4).state()).isEqualTo(SlaveState.UP);

        cluster.kill(4);
        cluster.runMillis(1_300);
        assertThat(cluster.map().slave(4).state()).isEqualTo(SlaveState.DOWN);
    }

    @Test
    void emptySlaveWhoseEphemeralIsNeverSeenToGoIsDownAllTheSame() {
        TestingCluster cluster = withEmptySlave();
        cluster.kill(4);
        cluster.runMillis(7_000);
        assertThat(cluster.map().slave(4).state()).isEqualTo(SlaveState.DOWN);
    }

    @Test
    void emptySlaveThatIsSilentTogetherWithAllOthersIsNotDown() {
        TestingCluster cluster = withEmptySlave();
        cluster.slaves(TestingSlave::freeze);
        cluster.runMillis(7_000);
        assertThat(cluster.map().slave(4).state()).isEqualTo(SlaveState.UP);
    }

    /** Slave 4 is up and has nothing. */
    private static TestingCluster withEmptySlave() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.boot(4);
        cluster.master.resize(new SizeOrder(4));
        cluster.master.drain(4);
        cluster.runMillis(3_000);
        assertThat(cluster.map().slave(4).state()).isEqualTo(SlaveState.UP);
        assertThat(cluster.map().ranges())
                .noneMatch(range -> range.inSync().contains(cluster.member(4))
                        || range.joining().contains(cluster.member(4)));
        return cluster;
    }

    @Test
    void goneEphemeralOfASilentSlaveIsAFailure() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.kill(1);
        cluster.loseEphemeral(cluster.slave(1));
        cluster.runMillis(10);
        assertThat(cluster.primariesOf(1)).isEmpty();
        assertThat(cluster.events.failovers.get(0).cause()).isEqualTo(Reason.EPHEMERAL_GONE);
    }

    @Test
    void mapThatASlaveDoesNotTakeIsPushedAgainAndTheSlaveIsChecked() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.slave(3).refusesPushes = true;
        cluster.kill(1);
        cluster.suspect(2, 1);
        cluster.runMillis(500);
        assertThat(cluster.map().slave(3).state()).isEqualTo(SlaveState.UP);
        assertThat(cluster.slave(3).map).isNotEqualTo(cluster.map());

        cluster.slave(3).refusesPushes = false;
        cluster.runMillis(1_500);
        assertThat(cluster.slave(3).map).isEqualTo(cluster.map());
    }

    @Test
    void slaveThatDoesNotTakeTheMapAndDoesNotAnswerIsDown() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.kill(1);
        cluster.kill(3);
        cluster.suspect(2, 1);
        cluster.runMillis(200);
        assertThat(cluster.map().slave(3).state()).isEqualTo(SlaveState.DOWN);
    }

    @Test
    void ofTwoBuddiesTheOneWithTheHighestSequenceIsPromotedAfterBothWereFenced() {
        TestingCluster cluster = withTwoBuddies();
        int range = cluster.map().ranges().indexOf(cluster.primariesOf(1).get(0));
        long epoch = cluster.map().range(range).epoch();
        cluster.slave(3).sequences.put(range, 101L);
        cluster.slave(2).helpful = false;
        cluster.slave(3).helpful = false;
        cluster.kill(1);
        cluster.suspect(2, 1);
        cluster.runMillis(10);

        RangeFence fence = new RangeFence(range, epoch + 1);
        assertThat(cluster.slave(2).fences()).contains(fence);
        assertThat(cluster.slave(3).fences()).contains(fence);
        RangeEntry moved = cluster.map().range(range);
        assertThat(moved.primary()).isEqualTo(cluster.member(3));
        assertThat(moved.inSync()).containsExactlyInAnyOrder(cluster.member(2), cluster.member(3));
        assertThat(moved.joining()).isEmpty();
        assertThat(moved.epoch()).isEqualTo(epoch + 1);
    }

    @Test
    void checkIsRepeatedWhenThisProcessStoodStill() {
        TestingCluster cluster = TestingCluster.booted();
        ClusterMap before = cluster.map();
        cluster.suspect(2, 1);
        cluster.runMillis(0);
        cluster.time.standStill(10_000);
        cluster.slave(1).answerAfterMillis(20);
        cluster.runMillis(200);
        assertThat(cluster.map()).isEqualTo(before);
    }

    @Test
    void slaveThatWasDownAndAnswersAgainComesBackInTheSameLife() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.slave(1).freeze();
        cluster.suspect(2, 1);
        cluster.runMillis(2_000);
        assertThat(cluster.map().slave(1).state()).isEqualTo(SlaveState.DOWN);
        cluster.slave(1).thaw();
        assertThat(cluster.runUntil(cluster::isWell, 3_000)).isTrue();
        assertThat(cluster.events.count(Reason.RETURNED)).isEqualTo(1);
    }

    @Test
    void whenEveryCopyIsProvenGoneTheRangeBeginsAgainEmptyAndSaysSo() {
        TestingCluster cluster = TestingCluster.booted();
        int shared = cluster.rangeOf(1, 2);
        cluster.kill(1);
        cluster.kill(2);
        cluster.suspect(3, 1);
        cluster.runMillis(100);
        cluster.boot(1);
        cluster.runMillis(1_000);
        assertThat(cluster.map().range(shared).isDown()).isTrue();
        assertThat(cluster.map().dataLosses()).isZero();

        cluster.boot(2);
        assertThat(cluster.runUntil(cluster::isWell, 3_000)).isTrue();
        RangeEntry born = cluster.map().range(shared);
        assertThat(born.bornEpoch()).isGreaterThan(1);
        assertThat(cluster.map().dataLosses()).isPositive();
        assertThat(cluster.events.lostRanges).isEqualTo((int) cluster.map().dataLosses());
    }

    @Test
    void silentSoleHoldersCountAsGoneAfterTwiceTheTimeThatTheyServeAlone() {
        TestingCluster cluster = TestingCluster.booted();
        int shared = cluster.rangeOf(1, 2);
        cluster.kill(1);
        cluster.kill(2);
        cluster.suspect(3, 1);
        cluster.runMillis(119_000);
        assertThat(cluster.map().range(shared).isDown()).isTrue();
        cluster.runMillis(2_000);
        assertThat(cluster.map().range(shared).primary()).isEqualTo(cluster.member(3));
        assertThat(cluster.map().dataLosses()).isPositive();
    }

    private static TestingCluster withTwoBuddies() {
        return TestingCluster.booted(
                TestingCluster.SETTINGS.withShape(TestingCluster.RANGES, 2, PlacementPolicy.SPREAD));
    }
}
