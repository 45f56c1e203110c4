package io.buddykv.node.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.protocol.message.CopyReport;
import io.buddykv.protocol.message.Leaving;
import io.buddykv.protocol.message.RangeClaim;
import io.buddykv.protocol.message.RangeClaim.Kind;
import io.buddykv.protocol.message.Release;
import io.buddykv.protocol.message.ReleaseReport;
import io.buddykv.protocol.message.ReportAnswer;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.RangeState;
import io.buddykv.topology.SlaveState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What primaries report, and slaves that want to end. */
class MasterReportsTest {
    @Test
    void copyIsTakenOutWhenItsPrimaryAsksAndAnswers() {
        TestingCluster cluster = TestingCluster.booted();
        int range = cluster.rangeOf(1, 2);
        long epoch = cluster.map().range(range).epoch();
        ReportAnswer answer = answer(cluster, report(cluster, 1, claim(cluster, range, epoch, 2, Kind.REMOVE)));
        assertThat(answer.refusedRanges()).isEmpty();
        assertThat(cluster.map().range(range).inSync()).containsExactly(cluster.member(1));
        assertThat(cluster.map().range(range).epoch()).isEqualTo(epoch + 1);
        assertThat(answer.mapVersion()).isEqualTo(cluster.map().version());
    }

    @Test
    void removalInAnotherEpochIsRefused() {
        TestingCluster cluster = TestingCluster.booted();
        int range = cluster.rangeOf(1, 2);
        long epoch = cluster.map().range(range).epoch();
        ReportAnswer answer = answer(cluster, report(cluster, 1, claim(cluster, range, epoch - 1, 2, Kind.REMOVE)));
        assertThat(answer.refusedRanges()).containsExactly(range);
        assertThat(cluster.map().range(range).inSync()).hasSize(2);
    }

    @Test
    void removalByAnotherThanThePrimaryIsRefused() {
        TestingCluster cluster = TestingCluster.booted();
        int range = cluster.rangeOf(1, 2);
        long epoch = cluster.map().range(range).epoch();
        ReportAnswer answer = answer(cluster, report(cluster, 3, claim(cluster, range, epoch, 2, Kind.REMOVE)));
        assertThat(answer.refusedRanges()).containsExactly(range);
    }

    @Test
    void removalByAPrimaryThatHasDiedSinceIsRefusedAndItsCopyTakesOver() {
        TestingCluster cluster = TestingCluster.booted();
        int range = cluster.rangeOf(1, 2);
        long epoch = cluster.map().range(range).epoch();
        cluster.kill(1);
        CompletableFuture<ReportAnswer> answer = report(cluster, 1, claim(cluster, range, epoch, 2, Kind.REMOVE));
        cluster.runMillis(20);
        assertThat(answer.join().refusedRanges()).containsExactly(range);
        cluster.suspect(2, 1);
        cluster.runMillis(20);
        assertThat(cluster.map().range(range).primary()).isEqualTo(cluster.member(2));
    }

    @Test
    void copyTakenOutJoinsAgainAfterAPauseThatGrows() {
        TestingCluster cluster = TestingCluster.booted();
        int range = cluster.rangeOf(1, 2);
        cluster.slave(1).helpful = false;
        remove(cluster, range, Kind.REMOVE);
        cluster.runMillis(500);
        assertThat(cluster.map().range(range).joining()).isEmpty();
        cluster.runMillis(700);
        assertThat(cluster.map().range(range).joining()).containsExactly(cluster.member(2));

        remove(cluster, range, Kind.WITHDRAW);
        assertThat(cluster.map().range(range).joining()).isEmpty();
        cluster.runMillis(1_500);
        assertThat(cluster.map().range(range).joining()).isEmpty();
        cluster.runMillis(700);
        assertThat(cluster.map().range(range).joining()).containsExactly(cluster.member(2));
    }

    @Test
    void whenOnlyALinkIsBrokenAnotherSlaveGetsTheCopyAfterTheRecopyTime() {
        TestingCluster cluster = TestingCluster.booted();
        int range = cluster.rangeOf(1, 2);
        cluster.slave(1).helpful = false;
        remove(cluster, range, Kind.REMOVE);
        for (int second = 0; second < 12; second++) {
            cluster.runMillis(1_000);
            if (cluster.map().range(range).isJoining(cluster.member(2))) {
                remove(cluster, range, Kind.WITHDRAW);
            }
        }
        assertThat(cluster.map().range(range).joining()).contains(cluster.member(3));
    }

    @Test
    void withdrawnAddRaisesTheEpochEvenWhenItHadBeenGranted() {
        TestingCluster cluster = TestingCluster.booted();
        int range = cluster.rangeOf(1, 2);
        long epoch = cluster.map().range(range).epoch();
        answer(cluster, report(cluster, 1, claim(cluster, range, epoch, 2, Kind.WITHDRAW)));
        assertThat(cluster.map().range(range).epoch()).isEqualTo(epoch + 1);
        assertThat(cluster.map().range(range).inSync()).containsExactly(cluster.member(1));
    }

    @Test
    void caughtUpOfACopyThatIsNotJoiningIsRefused() {
        TestingCluster cluster = TestingCluster.booted();
        int range = cluster.rangeOf(1, 2);
        long epoch = cluster.map().range(range).epoch();
        ReportAnswer answer = answer(cluster, report(cluster, 1, claim(cluster, range, epoch, 3, Kind.CAUGHT_UP)));
        assertThat(answer.refusedRanges()).containsExactly(range);
    }

    @Test
    void handOverIsWrittenWhenItsPrimaryReleasesInTheRightEpoch() {
        TestingCluster cluster = TestingCluster.booted();
        int range = startHandBack(cluster);
        RangeEntry entry = cluster.map().range(range);
        Member former = entry.primary();
        ReportAnswer wrong = answer(cluster, release(cluster, former, new Release(range, entry.epoch() - 1, 7)));
        assertThat(wrong.refusedRanges()).containsExactly(range);
        ReportAnswer right = answer(cluster, release(cluster, former, new Release(range, entry.epoch(), 7)));
        assertThat(right.refusedRanges()).isEmpty();
        RangeEntry handed = cluster.map().range(range);
        assertThat(handed.primary()).isEqualTo(cluster.member(1));
        assertThat(handed.released()).isTrue();
        assertThat(handed.inSync()).contains(former);
    }

    @Test
    void handOverThatTakesTooLongIsCancelledAndTriedAgainLater() {
        TestingCluster cluster = TestingCluster.booted();
        int range = startHandBack(cluster);
        long epoch = cluster.map().range(range).epoch();
        Member former = cluster.map().range(range).primary();
        cluster.runMillis(2_200);
        assertThat(cluster.map().range(range).state()).isEqualTo(RangeState.SERVING);
        assertThat(cluster.map().range(range).epoch()).isEqualTo(epoch + 2);
        ReportAnswer late = answer(cluster, release(cluster, former, new Release(range, epoch, 7)));
        assertThat(late.refusedRanges()).containsExactly(range);

        cluster.runMillis(1_200);
        assertThat(cluster.map().range(range).state()).isEqualTo(RangeState.HANDING_OVER);
    }

    @Test
    void deathOfTheTargetCancelsTheHandOver() {
        TestingCluster cluster = TestingCluster.booted();
        int range = startHandBack(cluster);
        long epoch = cluster.map().range(range).epoch();
        Member former = cluster.map().range(range).primary();
        cluster.kill(1);
        cluster.suspect(former.number(), 1);
        cluster.runMillis(20);
        ReportAnswer late = answer(cluster, release(cluster, former, new Release(range, epoch, 7)));
        assertThat(late.refusedRanges()).containsExactly(range);
        assertThat(cluster.map().range(range).primary()).isEqualTo(former);
    }

    @Test
    void slaveThatLeavesHandsEverythingOverAndIsInNoSetAtTheEnd() {
        TestingCluster cluster = TestingCluster.booted();
        Member leaving = cluster.member(1);
        CompletableFuture<ReportAnswer> answer =
                cluster.master.leaving(new Leaving(leaving)).toCompletableFuture();
        assertThat(cluster.runUntil(
                        () -> cluster.map().ranges().stream()
                                .noneMatch(range -> range.members().anyMatch(leaving::equals)),
                        2_000))
                .isTrue();
        assertThat(answer).isCompleted();
        assertThat(cluster.map().slave(1).state()).isEqualTo(SlaveState.LEAVING);
        assertThat(cluster.map().ranges()).allSatisfy(range -> {
            assertThat(range.isDown()).isFalse();
            assertThat(range.inSync()).isNotEmpty();
        });
        assertThat(cluster.events.failovers).isEmpty();

        cluster.kill(1);
        cluster.boot(1);
        assertThat(cluster.runUntil(cluster::isWell, 3_000)).isTrue();
        assertThat(cluster.map().dataLosses()).isZero();
    }

    @Test
    void slaveThatLeavesAloneWithARangeIsGivenACopyFirst() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.kill(3);
        cluster.suspect(1, 3);
        cluster.runMillis(20);
        Member leaving = cluster.member(1);
        cluster.master.leaving(new Leaving(leaving));
        assertThat(cluster.runUntil(
                        () -> cluster.map().ranges().stream()
                                .noneMatch(range -> range.members().anyMatch(leaving::equals)),
                        2_000))
                .isTrue();
        assertThat(cluster.primariesOf(2)).hasSize(TestingCluster.RANGES);
    }

    @Test
    void leavingTwiceIsHarmless() {
        TestingCluster cluster = TestingCluster.booted();
        answer(cluster, cluster.master.leaving(new Leaving(cluster.member(1))).toCompletableFuture());
        answer(cluster, cluster.master.leaving(new Leaving(cluster.member(1))).toCompletableFuture());
        assertThat(cluster.map().slave(1).state()).isEqualTo(SlaveState.LEAVING);
    }

    /** Slave 1 has come back, and a range is to be handed to it by a primary that does nothing by itself. */
    private static int startHandBack(TestingCluster cluster) {
        int range = cluster.rangeOf(1, 2);
        cluster.kill(1);
        cluster.suspect(2, 1);
        cluster.runMillis(20);
        cluster.slave(2).helpful = false;
        cluster.boot(1);
        cluster.runMillis(5);
        RangeEntry entry = cluster.map().range(range);
        answer(cluster, report(cluster, 2, claim(cluster, range, entry.epoch(), 1, Kind.CAUGHT_UP)));
        assertThat(cluster.runUntil(() -> cluster.map().range(range).isHandingOver(), 1_000))
                .isTrue();
        assertThat(cluster.map().range(range).target()).isEqualTo(cluster.member(1));
        return range;
    }

    private static void remove(TestingCluster cluster, int range, Kind kind) {
        long epoch = cluster.map().range(range).epoch();
        ReportAnswer answer = answer(cluster, report(cluster, 1, claim(cluster, range, epoch, 2, kind)));
        assertThat(answer.refusedRanges()).isEmpty();
    }

    private static RangeClaim claim(TestingCluster cluster, int range, long epoch, int copy, Kind kind) {
        return new RangeClaim(range, epoch, cluster.member(copy), kind);
    }

    private static CompletableFuture<ReportAnswer> report(TestingCluster cluster, int reporter, RangeClaim claim) {
        return cluster.master
                .report(new CopyReport(cluster.member(reporter), List.of(claim)))
                .toCompletableFuture();
    }

    private static CompletableFuture<ReportAnswer> release(TestingCluster cluster, Member reporter, Release release) {
        return cluster.master
                .release(new ReleaseReport(reporter, List.of(release)))
                .toCompletableFuture();
    }

    private static ReportAnswer answer(TestingCluster cluster, CompletableFuture<ReportAnswer> answer) {
        cluster.runUntil(answer::isDone, 1_000);
        assertThat(answer).isCompleted();
        return answer.join();
    }
}
