package io.buddykv.topology.change;

import static io.buddykv.topology.change.TestingCluster.TERM;
import static io.buddykv.topology.change.TestingCluster.all;
import static io.buddykv.topology.change.TestingCluster.cut;
import static io.buddykv.topology.change.TestingCluster.from;
import static io.buddykv.topology.change.TestingCluster.life;
import static io.buddykv.topology.change.TestingCluster.sequences;
import static io.buddykv.topology.change.TestingCluster.silence;
import static io.buddykv.topology.change.TestingCluster.slave;
import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.RangeState;
import io.buddykv.topology.SlaveState;
import io.buddykv.topology.placement.PlacementPolicy;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FailoverTest {
    private static final Member A = life(0, 1);
    private static final Member B = life(1, 1);
    private static final Member C = life(2, 1);

    @Test
    void theDeadSlavesLoadGoesToAllTheOthers() {
        ClusterMap map = cut(4, 64, 1, PlacementPolicy.SPREAD);

        ClusterMap after = Failover.failedOver(map, TERM, A, all());

        assertThat(after.slave(0).state()).isEqualTo(SlaveState.DOWN);
        assertThat(after.ranges()).noneMatch(range -> range.names(0));
        for (int number = 1; number < 4; number++) {
            int slave = number;
            assertThat(after.ranges().stream().filter(range -> range.primary().number() == slave))
                    .hasSizeBetween(21, 22);
        }
        assertThat(after.ranges())
                .allMatch(range -> range.epoch() == (range.inSync().size() == 1 ? 2 : 1))
                .allMatch(range -> range.primarySince() == (range.redirected() ? 2 : 1))
                .noneMatch(RangeEntry::released);
    }

    @Test
    void theSlaveIsTakenOutOnceOnly() {
        ClusterMap once = Failover.failedOver(cut(3, 16, 1, PlacementPolicy.RING), TERM, A, all());

        assertThat(Failover.failedOver(once, TERM, A, all())).isSameAs(once);
    }

    @Test
    void whenNoOtherCopyAnswersTheRangeGoesDownAndRemembersWhoHeldIt() {
        RangeEntry down = Failover.failedOver(cut(2, 16, 1, PlacementPolicy.RING), TERM, A, silence())
                .range(0);

        assertThat(down.state()).isEqualTo(RangeState.DOWN);
        assertThat(down.primary()).isNull();
        assertThat(down.inSync()).containsExactly(A, B);
        assertThat(down.epoch()).isEqualTo(2);
    }

    @Test
    void aCopyStaysInSyncWhileThePrimaryIsSilent() {
        ClusterMap map = cut(3, 16, 1, PlacementPolicy.RING);
        int copiedByA = map.ranges().size() - 1;
        assertThat(map.range(copiedByA).inSync()).containsExactly(C, A);

        ClusterMap silent = Failover.failedOver(map, TERM, A, from(B));
        assertThat(silent.range(copiedByA)).isEqualTo(map.range(copiedByA));

        ClusterMap answered = Failover.failedOver(silent, TERM, A, from(C));
        assertThat(answered.range(copiedByA).inSync()).containsExactly(C);
        assertThat(answered.range(copiedByA).epoch()).isEqualTo(2);
    }

    @Test
    void ofTwoBuddiesTheOneThatHoldsMoreIsPromotedAndTheOtherStaysInSync() {
        RangeEntry range = Failover.failedOver(cut(3, 16, 2, PlacementPolicy.RING), TERM, A, sequences(9, 4, 5))
                .range(0);

        assertThat(range.primary()).isEqualTo(C);
        assertThat(range.inSync()).containsExactlyInAnyOrder(B, C);
        assertThat(range.joining()).isEmpty();
        assertThat(range.epoch()).isEqualTo(2);
    }

    @Test
    void ofTwoBuddiesThatHoldTheSameBothStayInSync() {
        RangeEntry range = Failover.failedOver(cut(3, 16, 2, PlacementPolicy.RING), TERM, A, sequences(9, 5, 5))
                .range(0);

        assertThat(range.primary()).isEqualTo(B);
        assertThat(range.inSync()).containsExactly(B, C);
        assertThat(range.joining()).isEmpty();
    }

    @Test
    void aCopyThatHoldsTheRangeIncompleteIsNotPromoted() {
        RangeEntry range = Failover.failedOver(cut(2, 16, 1, PlacementPolicy.RING), TERM, A, sequences(9, -1))
                .range(0);

        assertThat(range.isDown()).isTrue();
    }

    @Test
    void aCopyThatIsLeavingIsPromotedWhenThereIsNoOther() {
        ClusterMap map = Registration.leaving(cut(3, 16, 2, PlacementPolicy.RING), TERM, B)
                .orElseThrow();

        assertThat(Failover.failedOver(map, TERM, A, all()).range(0).primary()).isEqualTo(C);
        assertThat(Failover.failedOver(map, TERM, A, from(B)).range(0).primary())
                .isEqualTo(B);
    }

    @Test
    void aHandOverToADeadTargetIsCancelled() {
        ClusterMap map = cut(2, 16, 1, PlacementPolicy.RING);
        map = HandOver.started(map, TERM, 0, 1, B).orElseThrow();

        for (Answers answers : new Answers[] {all(), silence()}) {
            RangeEntry range = Failover.failedOver(map, TERM, B, answers).range(0);
            assertThat(range.state()).isEqualTo(RangeState.SERVING);
            assertThat(range.epoch()).isEqualTo(3);
            assertThat(range.primarySince()).isEqualTo(3);
        }
    }

    @Test
    void aHandOverWhosePrimaryDiesIsNoRelease() {
        ClusterMap map = HandOver.started(cut(2, 16, 1, PlacementPolicy.RING), TERM, 0, 1, B)
                .orElseThrow();

        RangeEntry range = Failover.failedOver(map, TERM, A, all()).range(0);

        assertThat(range.primary()).isEqualTo(B);
        assertThat(range.released()).isFalse();
        assertThat(range.state()).isEqualTo(RangeState.SERVING);
    }

    @Test
    void joiningCopiesOfTheDeadAreDropped() {
        ClusterMap map = cut(3, 16, 1, PlacementPolicy.RING);
        map = CopySet.joiningAdded(map, TERM, 0, 1, C).orElseThrow();

        RangeEntry range = Failover.failedOver(map, TERM, C, silence()).range(0);

        assertThat(range.joining()).isEmpty();
        assertThat(range.epoch()).isEqualTo(2);
    }

    @Test
    void aRangeThatIsDownIsServedAgainByTheCopyThatReturns() {
        ClusterMap down = Failover.failedOver(cut(2, 16, 1, PlacementPolicy.RING), TERM, A, silence());

        RangeEntry revived = Failover.revived(down, TERM, from(B)).range(0);

        assertThat(revived.primary()).isEqualTo(B);
        assertThat(revived.inSync()).containsExactly(B);
        assertThat(revived.epoch()).isEqualTo(3);
        assertThat(revived.primarySince()).isEqualTo(3);
        assertThat(Failover.revived(down, TERM, silence())).isSameAs(down);
    }

    @Test
    void aCopyThatCountedAsDownAndAnswersIsUpAgainWhenItServes() {
        ClusterMap down = Failover.failedOver(cut(2, 16, 1, PlacementPolicy.RING), TERM, A, silence());

        ClusterMap revived = Failover.revived(down, TERM, from(A));

        assertThat(revived.range(0).primary()).isEqualTo(A);
        assertThat(revived.slave(0).isUp()).isTrue();
    }

    @Test
    void aNewLifeIsTheCopyOnlyWithTheSameDataDirectory() {
        ClusterMap down = Failover.failedOver(cut(1, 16, 1, PlacementPolicy.RING), TERM, A, all());
        Member empty = life(0, 2);
        Member sameData = new Member(0, 77, A.dataId());

        ClusterMap emptyBack = Registration.registered(down, TERM, slave(empty), all());
        assertThat(emptyBack.range(0).inSync()).containsExactly(A);
        assertThat(Failover.revived(emptyBack, TERM, all())).isSameAs(emptyBack);
        assertThat(Failover.revived(emptyBack, TERM, 0, 2, empty))
                .isEqualTo(new MapChange.Refused(Refusal.NOT_IN_SYNC));

        ClusterMap dataBack = Registration.registered(down, TERM, slave(sameData), all());
        RangeEntry revived = Failover.revived(dataBack, TERM, all()).range(0);
        assertThat(revived.primary()).isEqualTo(sameData);
        assertThat(revived.inSync()).containsExactly(sameData);
        assertThat(Failover.revived(dataBack, TERM, 0, 2, sameData).isMade()).isTrue();
    }

    @Test
    void aRangeRestartsEmptyOnlyWhenEveryCopyIsProvenGone() {
        ClusterMap down = Failover.failedOver(cut(2, 16, 1, PlacementPolicy.RING), TERM, A, silence());
        ClusterMap aIsBack = Registration.registered(down, TERM, slave(0, 2), silence());
        long epoch = aIsBack.range(0).epoch();
        Member home = life(0, 2);

        assertThat(Birth.restartedEmpty(aIsBack, TERM, 0, epoch, home, Set.of()::contains))
                .isEqualTo(new MapChange.Refused(Refusal.NOT_PROVEN_GONE));
        ClusterMap lost = Birth.restartedEmpty(aIsBack, TERM, 0, epoch, home, Set.of(B)::contains)
                .orElseThrow();

        RangeEntry range = lost.range(0);
        assertThat(lost.dataLosses()).isEqualTo(1);
        assertThat(range.inSync()).containsExactly(home);
        assertThat(range.bornEpoch())
                .isEqualTo(range.epoch())
                .isEqualTo(range.primarySince())
                .isEqualTo(epoch + 1);
    }
}
