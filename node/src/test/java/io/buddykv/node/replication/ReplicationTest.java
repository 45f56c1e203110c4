package io.buddykv.node.replication;

import static io.buddykv.node.replication.TestingSlaves.down;
import static io.buddykv.node.replication.TestingSlaves.entry;
import static io.buddykv.node.replication.TestingSlaves.handingOver;
import static io.buddykv.node.replication.TestingSlaves.released;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.protocol.resp.CommandException;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.RangeState;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicationTest {
    private final TestingSlaves cluster = new TestingSlaves();
    private final TestingSlaves.Slave a = cluster.slave(1);
    private final TestingSlaves.Slave b = cluster.slave(2);

    private void adopt(ClusterMap map, TestingSlaves.Slave... slaves) {
        for (TestingSlaves.Slave slave : slaves) {
            slave.adopt(map);
        }
        cluster.time.pass(5);
    }

    private void born() {
        adopt(cluster.map(entry(a, 1, 1, List.of(a, b), List.of())), a, b);
        cluster.time.pass(40);
    }

    @Test
    void anAnswerLeavesWhenTheBuddyHasAcknowledged() {
        born();
        TestingSlaves.Answer set = a.set("k", "v");
        assertThat(set.admission).isEqualTo(Admission.SERVE);
        assertThat(set.done).isFalse();
        cluster.time.pass(2);
        assertThat(set.done).isTrue();
        assertThat(b.range().size()).isEqualTo(1);
        assertThat(b.range().sequence()).isEqualTo(1);
    }

    @Test
    void aReadOfAnUnacknowledgedValueWaitsAndOneOfAnotherKeyDoesNot() {
        born();
        a.set("other", "x");
        cluster.time.pass(2);
        a.set("k", "v");
        TestingSlaves.Answer same = a.get("k");
        TestingSlaves.Answer other = a.get("other");
        assertThat(same.done).isFalse();
        assertThat(other.done).isTrue();
        cluster.time.pass(2);
        assertThat(same.done).isTrue();
    }

    @Test
    void aPrimaryWhosePromiseHasLapsedAnswersNothing() {
        born();
        cluster.network.cut(1001, 1000);
        cluster.time.pass(310);
        assertThat(a.get("k").admission).isEqualTo(Admission.HOLD);
        assertThat(a.events).contains("silent 2");
    }

    @Test
    void afterAJumpOfTheClocksLeasesAreVoid() {
        born();
        cluster.time.suspend(200);
        assertThat(a.get("k").admission).isEqualTo(Admission.HOLD);
        cluster.time.pass(400);
        assertThat(a.get("k").admission).isEqualTo(Admission.SERVE);
    }

    @Test
    void aWallClockThatIsSlewedVoidsNothing() {
        born();
        for (int second = 0; second < 60; second++) {
            cluster.time.suspend(1);
            cluster.time.pass(1_000);
            assertThat(a.get("k").admission).as("after %d s", second).isEqualTo(Admission.SERVE);
        }
    }

    @Test
    void aPromotedCopyWaitsOutItsPromiseAndHasEverythingAcknowledged() {
        born();
        TestingSlaves.Answer set = a.set("k", "v");
        cluster.time.pass(2);
        assertThat(set.done).isTrue();
        b.adopt(cluster.map(entry(b, 2, 2, List.of(b), List.of())));
        assertThat(b.get("k").admission).isEqualTo(Admission.HOLD);
        cluster.time.pass(310);
        assertThat(b.get("k").value).isEqualTo("v");
        assertThat(b.get("k").done).isTrue();
    }

    @Test
    void rangesThatAreTakenOverTogetherWaitForTheSamePromise() {
        cluster.network.quickAcceptingLoops();
        born();
        cluster.network.cut(1000, 1001);
        cluster.time.pass(100);
        b.adopt(cluster.map(entry(b, 2, 2, List.of(b), List.of())));
        cluster.time.pass(205);
        for (int range = 0; range < TestingSlaves.RANGES; range++) {
            assertThat(b.setInRange(range, "k", "v").admission)
                    .as("range " + range)
                    .isEqualTo(Admission.SERVE);
        }
    }

    @Test
    void aDeposedPrimaryGetsNoAcknowledgementAnyMore() {
        born();
        b.adopt(cluster.map(entry(b, 2, 2, List.of(b), List.of())));
        TestingSlaves.Answer set = a.set("k", "late");
        cluster.time.pass(20);
        assertThat(set.done).isFalse();
        assertThat(a.events).anyMatch(event -> event.startsWith("refused by 2"));
        cluster.time.pass(320);
        assertThat(a.get("k").admission).isEqualTo(Admission.HOLD);
        a.adopt(cluster.map(entry(b, 2, 2, List.of(b), List.of())));
        cluster.time.pass(10);
        assertThat(set.unknown).isTrue();
        assertThat(b.get("k").value).isNull();
    }

    @Test
    void answersWaitForTheMapWhenACopyFails() {
        born();
        cluster.network.cut(1001, 1000);
        TestingSlaves.Answer set = a.set("k", "v");
        cluster.time.pass(200);
        assertThat(set.done).isFalse();
        a.adopt(cluster.map(entry(a, 2, 1, List.of(a), List.of())));
        cluster.time.pass(10);
        assertThat(set.done).isTrue();
    }

    @Test
    void aJoiningCopyIsFilledWhileWritesGoOn() {
        born();
        for (int i = 0; i < 2000; i++) {
            assertThat(a.set("key" + i, "value" + i).admission).isEqualTo(Admission.SERVE);
        }
        cluster.time.pass(20);
        TestingSlaves.Slave c = cluster.slave(3);
        ClusterMap joining = cluster.map(entry(a, 1, 1, List.of(a, b), List.of(c)));
        adopt(joining, a, b, c);
        for (int i = 0; i < 500; i++) {
            a.set("key" + i, "newer" + i);
            a.set("late" + i, "x");
            cluster.time.pass(1);
        }
        cluster.time.pass(50);
        assertThat(a.events).contains("caught up 3");
        assertThat(c.range().isComplete()).isTrue();
        assertThat(c.range().sequence()).isEqualTo(a.range().sequence());
        assertThat(c.range().table().checksum()).isEqualTo(a.range().table().checksum());
        assertThat(c.range().size()).isEqualTo(2500);
    }

    @Test
    void aFilledCopyTakesOverWithoutAnyFurtherWrite() {
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of())), a);
        a.set("k", "v");
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of(b))), a, b);
        cluster.time.pass(100);
        assertThat(a.events).contains("caught up 2");
        adopt(cluster.map(entry(a, 2, 1, List.of(a, b), List.of())), a, b);
        assertThat(a.get("k").done).isTrue();
        adopt(cluster.map(handingOver(entry(a, 2, 1, List.of(a, b), List.of()), b)), a, b);
        assertThat(a.events).contains("drained at 1");
    }

    @Test
    void aCopyThatWasAwayForAMomentGetsOnlyWhatItMissed() {
        born();
        a.set("k1", "v1");
        cluster.time.pass(5);
        cluster.network.cut(1000, 1001);
        cluster.network.cut(1001, 1000);
        cluster.time.pass(50);
        a.adopt(cluster.map(entry(a, 2, 1, List.of(a), List.of())));
        a.set("k2", "v2");
        cluster.time.pass(50);
        cluster.network.heal();
        ClusterMap joining = cluster.map(entry(a, 2, 1, List.of(a), List.of(b)));
        adopt(joining, a, b);
        cluster.time.pass(100);
        assertThat(a.events).contains("caught up 2");
        assertThat(b.range().size()).isEqualTo(2);
        assertThat(b.range().isComplete()).isTrue();
    }

    @Test
    void aMapThatComesLateMakesNoCopyForget() {
        ClusterMap before = cluster.map(entry(a, 1, 1, List.of(a), List.of()));
        ClusterMap late = cluster.map(entry(a, 1, 1, List.of(a), List.of()));
        adopt(before, a, b);
        a.set("k", "v");
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of(b))), a);
        cluster.time.pass(100);
        assertThat(a.events).contains("caught up 2");
        adopt(late, b);
        cluster.time.pass(11_000);
        b.ranges.tick();
        assertThat(b.range().isComplete()).isTrue();
        adopt(cluster.map(entry(b, 3, 3, List.of(b), List.of())), b);
        cluster.time.pass(310);
        assertThat(b.get("k").value).isEqualTo("v");
    }

    @Test
    void aCopyThatWasTakenOutBehindItsSourcesBackIsFilledAgainBeforeItCounts() {
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of(b))), a, b);
        a.set("k", "v");
        cluster.time.pass(100);
        assertThat(a.events).contains("caught up 2");
        adopt(cluster.map(entry(a, 2, 1, List.of(a), List.of())), b);
        a.events.clear();
        adopt(cluster.map(entry(a, 2, 1, List.of(a), List.of(b))), a, b);
        cluster.time.pass(20);
        assertThat(a.events).anyMatch(event -> event.startsWith("refused by 2")).doesNotContain("caught up 2");
        adopt(cluster.map(entry(a, 3, 1, List.of(a), List.of())), a, b);
        adopt(cluster.map(entry(a, 3, 1, List.of(a), List.of(b))), a, b);
        cluster.time.pass(100);
        assertThat(a.events).contains("caught up 2");
        assertThat(b.range().size()).isEqualTo(1);
    }

    @Test
    void aCopyThatWasTakenForDeadIsNotFilledAgain() {
        born();
        a.set("k", "v");
        cluster.time.pass(5);
        adopt(cluster.map(entry(a, 2, 1, List.of(a), List.of())), a, b);
        a.set("k2", "v2");
        adopt(cluster.map(entry(a, 2, 1, List.of(a), List.of(b))), a, b);
        cluster.time.pass(100);
        assertThat(a.events).contains("caught up 2");
        assertThat(b.range().size()).isEqualTo(2);
        assertThat(a.ranges.figures().bytesFilled()).isZero();
    }

    @Test
    void whatNobodyWantsBackIsForgottenAfterAWhile() {
        born();
        a.set("k", "v");
        cluster.time.pass(5);
        adopt(cluster.map(entry(a, 2, 1, List.of(a), List.of())), a, b);
        cluster.time.pass(9_000);
        b.ranges.tick();
        assertThat(b.range().size()).isEqualTo(1);
        cluster.time.pass(1_500);
        b.ranges.tick();
        assertThat(b.range().size()).isZero();
        assertThat(b.range().isComplete()).isFalse();
    }

    @Test
    void nothingIsKeptWhereMemoryIsShort() {
        born();
        a.set("k", "v");
        cluster.time.pass(5);
        b.budget.limit(1);
        adopt(cluster.map(entry(a, 2, 1, List.of(a), List.of())), a, b);
        assertThat(b.range().size()).isZero();
    }

    @Test
    void aLaterEpochThatListsTheCopyAsWellFillsNothingAgain() {
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of(b))), a, b);
        a.set("k", "v");
        cluster.time.pass(100);
        long filled = a.ranges.figures().bytesFilled();
        a.events.clear();
        adopt(cluster.map(entry(a, 2, 1, List.of(a), List.of(b))), a);
        cluster.time.pass(5);
        assertThat(a.events).containsExactly("caught up 2");
        assertThat(a.ranges.figures().bytesFilled()).isEqualTo(filled);
    }

    @Test
    void aDivergedTailIsDiscarded() {
        born();
        a.set("k1", "v1");
        cluster.time.pass(5);
        cluster.network.cut(1000, 1001);
        cluster.network.cut(1001, 1000);
        a.set("k", "never acknowledged");
        b.adopt(cluster.map(entry(b, 2, 2, List.of(b), List.of())));
        cluster.time.pass(310);
        b.set("k", "v");
        b.set("k2", "v2");
        cluster.network.heal();
        adopt(cluster.map(entry(b, 2, 2, List.of(b), List.of(a))), b, a);
        cluster.time.pass(100);
        assertThat(b.events).contains("caught up 1");
        assertThat(a.range().sequence()).isEqualTo(b.range().sequence());
        assertThat(a.range().table().checksum()).isEqualTo(b.range().table().checksum());
    }

    @Test
    void aPromotedCopyCountsWhatAnotherOneLacksAsUnacknowledged() {
        TestingSlaves.Slave c = cluster.slave(3);
        adopt(cluster.map(entry(a, 1, 1, List.of(a, b, c), List.of())), a, b, c);
        cluster.time.pass(40);
        cluster.network.cut(1000, 1002);
        a.set("k", "v");
        cluster.time.pass(5);
        cluster.network.cut(1000, 1001);
        cluster.time.pass(310);
        cluster.network.latencyMillis(4);
        ClusterMap promoted = cluster.map(entry(b, 2, 2, List.of(b, c), List.of()));
        c.adopt(promoted);
        b.adopt(promoted);
        for (int millis = 0; millis < 100 && b.range().copies().following() == 0; millis++) {
            cluster.time.pass(1);
        }
        TestingSlaves.Answer read = b.get("k");
        assertThat(read.admission).isEqualTo(Admission.SERVE);
        assertThat(read.value).isEqualTo("v");
        assertThat(read.done).isFalse();
        cluster.time.pass(20);
        assertThat(read.done).isTrue();
        assertThat(c.range().sequence()).isEqualTo(1);
    }

    @Test
    void whatACopyCouldNotTakeIsRefusedBeforeItIsApplied() {
        born();
        b.budget.limit(1);
        cluster.time.pass(70);
        assertThatThrownBy(() -> a.set("k", "v")).isInstanceOf(CommandException.class);
        assertThat(a.range().sequence()).isZero();
        b.budget.limit(64 << 20);
        cluster.time.pass(70);
        assertThat(a.set("k", "v").admission).isEqualTo(Admission.SERVE);
    }

    @Test
    void handOverHoldsWritesDrainsAndTheTargetServesAtOnce() {
        born();
        TestingSlaves.Answer before = a.set("k", "v");
        ClusterMap handing = cluster.map(handingOver(entry(a, 1, 1, List.of(a, b), List.of()), b));
        a.adopt(handing);
        b.adopt(handing);
        assertThat(a.set("k", "w").admission).isEqualTo(Admission.HOLD);
        assertThat(a.events).doesNotContain("drained at 1");
        assertThat(a.get("k").admission).isEqualTo(Admission.SERVE);
        cluster.time.pass(5);
        assertThat(before.done).isTrue();
        assertThat(a.events).contains("drained at 1");
        assertThat(a.get("k").admission).isEqualTo(Admission.HOLD);
        assertThat(b.get("k").admission)
                .as("not sent back to the one that is sending clients here")
                .isEqualTo(Admission.HOLD);
        ClusterMap done = cluster.map(released(entry(b, 2, 2, List.of(a, b), List.of())));
        b.adopt(done);
        a.adopt(done);
        assertThat(a.events).contains("handed over after ms: 5");
        cluster.time.pass(10);
        assertThat(a.get("k").admission).isEqualTo(Admission.MOVED);
        TestingSlaves.Answer read = b.get("k");
        assertThat(read.admission).isEqualTo(Admission.SERVE);
        assertThat(read.value).isEqualTo("v");
        TestingSlaves.Answer write = b.set("k", "w");
        cluster.time.pass(5);
        assertThat(write.done).isTrue();
        assertThat(a.range().sequence()).isEqualTo(2);
    }

    @Test
    void theTargetSucceedsWithTheReleaseBeforeAnyMapSaysSo() {
        born();
        a.set("k", "v");
        ClusterMap handing = cluster.map(handingOver(entry(a, 1, 1, List.of(a, b), List.of()), b));
        adopt(handing, a, b);
        assertThat(b.range().role()).as("nothing has been released to it yet").isEqualTo(RangeReplica.Role.COPY);
        cluster.time.pass(5);
        assertThat(a.events).contains("drained at 1");
        assertThat(a.get("k").admission).isEqualTo(Admission.HOLD);
        b.ranges.succeed();
        a.ranges.succeed();
        cluster.time.pass(10);
        assertThat(a.get("k").admission).isEqualTo(Admission.MOVED);
        assertThat(a.ranges.map().range(0).primary()).isEqualTo(b.member);
        assertThat(b.get("k").value).isEqualTo("v");
        TestingSlaves.Answer write = b.set("k", "w");

        adopt(cluster.map(handingOver(entry(a, 1, 1, List.of(a, b), List.of()), b)), a, b);
        cluster.time.pass(5);
        assertThat(write.done).isTrue();
        assertThat(a.range().sequence()).isEqualTo(2);
        assertThat(a.get("k").admission)
                .as("a map that does not tell of the release yet")
                .isEqualTo(Admission.MOVED);
    }

    @Test
    void aHandOverThatIsCalledOffBehindASuccessorEndsItAndLosesNothing() {
        born();
        adopt(cluster.map(handingOver(entry(a, 1, 1, List.of(a, b), List.of()), b)), a, b);
        cluster.time.pass(5);
        b.ranges.succeed();
        a.ranges.succeed();
        cluster.time.pass(10);
        TestingSlaves.Answer write = b.set("k", "w");
        cluster.time.pass(5);
        assertThat(write.done).isTrue();

        a.adopt(cluster.map(entry(a, 3, 3, List.of(a, b), List.of())));
        assertThat(a.get("k").admission).as("its successor has its promise").isEqualTo(Admission.HOLD);
        b.adopt(cluster.map(entry(a, 3, 3, List.of(a, b), List.of())));
        cluster.time.pass(310);
        assertThat(b.get("k").admission).isEqualTo(Admission.MOVED);
        assertThat(a.get("k").value).isEqualTo("w");
    }

    @Test
    void aRangeThatWentDownBeforeItsSlaveHeardThatItWasBornAgainIsThereAgain() {
        born();
        b.adopt(cluster.map(down(a, 2, List.of(a))));
        assertThat(b.range().lastTenure()).isEqualTo(1);
        b.adopt(cluster.map(
                new RangeEntry(1, null, List.of(b.member), List.of(), 5, 5, 4, false, RangeState.DOWN, null)));
        assertThat(b.range().isComplete()).isTrue();
        assertThat(b.range().lastTenure()).isEqualTo(4);
        assertThat(b.range().size()).isZero();
    }

    @Test
    void whatWaitsForACopyGoesOnWaitingWhenAHandOverIsCalledOff() {
        born();
        TestingSlaves.Answer write = a.set("k", "v");
        ClusterMap handing = cluster.map(handingOver(entry(a, 1, 1, List.of(a, b), List.of()), b));
        a.adopt(handing);
        assertThat(write.done).isFalse();
        adopt(cluster.map(entry(a, 3, 3, List.of(a, b), List.of())), a, b);
        cluster.time.pass(10);
        assertThat(write.done).isTrue();
        assertThat(b.range().sequence()).isEqualTo(1);
    }

    @Test
    void aCancelledHandOverServesAgain() {
        born();
        a.adopt(cluster.map(handingOver(entry(a, 1, 1, List.of(a, b), List.of()), b)));
        cluster.time.pass(5);
        assertThat(a.get("k").admission).isEqualTo(Admission.HOLD);
        assertThat(b.get("k").admission).isEqualTo(Admission.HOLD);
        adopt(cluster.map(entry(a, 3, 3, List.of(a, b), List.of())), a, b);
        assertThat(a.events).contains("called off after ms: 5");
        cluster.time.pass(10);
        assertThat(a.set("k", "v").admission).isEqualTo(Admission.SERVE);
        assertThat(b.get("k").admission).isEqualTo(Admission.MOVED);
    }

    @Test
    void aLinkThatTheMapNeedsNoMoreEndsWithoutASuspicion() {
        born();
        adopt(cluster.map(entry(a, 2, 1, List.of(a), List.of())), a, b);
        cluster.time.pass(40);
        assertThat(a.events).containsExactly("closed 2");
        assertThat(b.events).isEmpty();
    }

    @Test
    void aCopyThatHasNotHeardOfItsPlaceYetIsNoSuspect() {
        ClusterMap map = cluster.map(entry(a, 1, 1, List.of(a), List.of(b)));
        a.adopt(map);
        cluster.time.pass(60);
        assertThat(a.events).isEmpty();
        b.adopt(map);
        cluster.time.pass(40);
        assertThat(a.events).filteredOn(event -> !event.startsWith("agreed")).containsExactly("caught up 2");
    }

    @Test
    void aSlaveThatHoldsNothingDoesNotServe() {
        born();
        a.set("k", "v");
        cluster.time.pass(5);
        TestingSlaves.Slave empty = cluster.slave(1);
        empty.adopt(cluster.map(entry(empty, 3, 3, List.of(empty), List.of())));
        assertThat(empty.events).contains("not held");
        assertThat(empty.get("k").admission).isEqualTo(Admission.DOWN);
    }

    @Test
    void aRecordOfManyFramesArrivesWhole() {
        born();
        String large = "x".repeat(3_000_000);
        TestingSlaves.Answer set = a.set("k", large);
        cluster.time.pass(10);
        assertThat(set.done).isTrue();
        assertThat(b.range().table().checksum()).isEqualTo(a.range().table().checksum());
    }

    @Test
    void whatFollowsALargeRecordInItsRangeWaitsAndOtherRangesDoNot() {
        born();
        cluster.network.mostBytesPerMilli(64 * 1024);
        TestingSlaves.Answer large = a.set("k", "x".repeat(3_000_000));
        TestingSlaves.Answer next = a.set("k", "y");
        TestingSlaves.Answer other = a.setInRange(1, "elsewhere", "z");
        cluster.time.pass(12);
        assertThat(other.done).isTrue();
        assertThat(large.done).isFalse();
        assertThat(next.done).isFalse();
        cluster.time.pass(80);
        assertThat(large.done).isTrue();
        assertThat(next.done).isTrue();
        assertThat(b.range().table().checksum()).isEqualTo(a.range().table().checksum());
    }

    @Test
    void aLargeValueFillsACopyWholeWhileItIsOverwritten() {
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of())), a);
        cluster.network.mostBytesPerMilli(64 * 1024);
        a.set("k", "x".repeat(3_000_000));
        a.set("other", "y".repeat(2_000_000));
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of(b))), a, b);
        for (int i = 0; i < 20; i++) {
            cluster.time.pass(5);
            a.set(i % 3 == 0 ? "k" : "key" + i, Integer.toString(i).repeat(i % 3 == 0 ? 1_000_000 : 10));
        }
        cluster.time.pass(500);
        assertThat(a.events).contains("caught up 2");
        assertThat(b.range().sequence()).isEqualTo(a.range().sequence());
        assertThat(b.range().table().checksum()).isEqualTo(a.range().table().checksum());
    }
}
