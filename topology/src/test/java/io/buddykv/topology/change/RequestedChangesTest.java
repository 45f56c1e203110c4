package io.buddykv.topology.change;

import static io.buddykv.topology.change.TestingCluster.TERM;
import static io.buddykv.topology.change.TestingCluster.all;
import static io.buddykv.topology.change.TestingCluster.cut;
import static io.buddykv.topology.change.TestingCluster.from;
import static io.buddykv.topology.change.TestingCluster.life;
import static io.buddykv.topology.change.TestingCluster.silence;
import static io.buddykv.topology.change.TestingCluster.slave;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.RangeState;
import io.buddykv.topology.SlaveState;
import io.buddykv.topology.placement.PlacementPolicy;
import org.junit.jupiter.api.Test;

/** Joining, hand-over, registration: what the slaves ask for, and what is refused. Range 0 is A's, copied by B. */
class RequestedChangesTest {
    private static final Member A = life(0, 1);
    private static final Member B = life(1, 1);
    private static final Member C = life(2, 1);

    private final ClusterMap map = cut(3, 16, 1, PlacementPolicy.RING);

    @Test
    void aCopyJoinsCatchesUpAndIsInSync() {
        ClusterMap joining = CopySet.joiningAdded(map, TERM, 0, 1, C).orElseThrow();
        assertThat(joining.range(0).joining()).containsExactly(C);
        assertThat(joining.range(0).epoch()).isEqualTo(1);

        RangeEntry range =
                CopySet.caughtUp(joining, TERM, 0, 1, C).orElseThrow().range(0);
        assertThat(range.inSync()).containsExactly(A, B, C);
        assertThat(range.joining()).isEmpty();
        assertThat(range.epoch()).isEqualTo(2);
        assertThat(range.primarySince()).isEqualTo(1);
    }

    @Test
    void joiningIsRefusedToWhoeverCannot() {
        assertRefused(CopySet.joiningAdded(map, TERM, 0, 1, B), Refusal.ALREADY_A_COPY);
        assertRefused(CopySet.joiningAdded(map, TERM, 0, 1, life(2, 2)), Refusal.NOT_CURRENT);
        assertRefused(CopySet.joiningAdded(map, TERM, 0, 0, C), Refusal.STALE_EPOCH);
        assertRefused(CopySet.joiningAdded(map, TERM, 16, 1, C), Refusal.NO_SUCH_RANGE);
        ClusterMap leaving = Registration.leaving(map, TERM, C).orElseThrow();
        assertRefused(CopySet.joiningAdded(leaving, TERM, 0, 1, C), Refusal.NOT_UP);
        assertRefused(CopySet.caughtUp(map, TERM, 0, 1, C), Refusal.NOT_JOINING);
    }

    @Test
    void aWithdrawnAddIsRefusedWhenItArrivesLate() {
        ClusterMap joining = CopySet.joiningAdded(map, TERM, 0, 1, C).orElseThrow();

        ClusterMap withdrawn =
                CopySet.joinWithdrawn(joining, TERM, 0, 1, C, from(A)).orElseThrow();

        assertThat(withdrawn.range(0).epoch()).isEqualTo(2);
        assertRefused(CopySet.caughtUp(withdrawn, TERM, 0, 1, C), Refusal.STALE_EPOCH);
    }

    @Test
    void aCopyIsRemovedWhileThePrimaryAnswers() {
        RangeEntry range =
                CopySet.copyRemoved(map, TERM, 0, 1, B, from(A)).orElseThrow().range(0);

        assertThat(range.inSync()).containsExactly(A);
        assertThat(range.epoch()).isEqualTo(2);
        assertRefused(CopySet.copyRemoved(map, TERM, 0, 1, B, silence()), Refusal.PRIMARY_SILENT);
        assertRefused(CopySet.copyRemoved(map, TERM, 0, 1, A, all()), Refusal.IS_PRIMARY);
        assertRefused(CopySet.copyRemoved(map, TERM, 0, 1, C, all()), Refusal.NOT_A_COPY);
    }

    @Test
    void aReleasedRangeIsTheTargetsWithoutAnyWait() {
        ClusterMap started = HandOver.started(map, TERM, 0, 1, B).orElseThrow();
        assertThat(started.range(0).state()).isEqualTo(RangeState.HANDING_OVER);
        assertThat(started.range(0).epoch()).isEqualTo(1);

        RangeEntry range = HandOver.released(started, TERM, 0, 1).orElseThrow().range(0);

        assertThat(range.primary()).isEqualTo(B);
        assertThat(range.inSync()).containsExactly(B, A);
        assertThat(range.released()).isTrue();
        assertThat(range.epoch()).isEqualTo(2);
        assertThat(range.primarySince()).isEqualTo(2);
        assertThat(range.state()).isEqualTo(RangeState.SERVING);
        assertThat(range.redirected()).isTrue();
    }

    @Test
    void releasedIsForgottenWithTheNextPrimaryOnly() {
        ClusterMap released = HandOver.released(
                        HandOver.started(map, TERM, 0, 1, B).orElseThrow(), TERM, 0, 1)
                .orElseThrow();

        ClusterMap smaller = CopySet.copyRemoved(
                        CopySet.joiningAdded(released, TERM, 0, 2, C).orElseThrow(), TERM, 0, 2, C, all())
                .orElseThrow();
        assertThat(smaller.range(0).released()).isTrue();
        assertThat(Failover.failedOver(smaller, TERM, B, all()).range(0).released())
                .isFalse();
    }

    @Test
    void aCancelledHandOverRefusesTheReleaseThatIsOnItsWay() {
        ClusterMap started = HandOver.started(map, TERM, 0, 1, B).orElseThrow();

        ClusterMap cancelled = HandOver.cancelled(started, TERM, 0, 1).orElseThrow();

        assertThat(cancelled.range(0).epoch()).isEqualTo(3);
        assertThat(cancelled.range(0).primary()).isEqualTo(A);
        assertRefused(HandOver.released(cancelled, TERM, 0, 1), Refusal.STALE_EPOCH);
        assertRefused(HandOver.released(cancelled, TERM, 0, 3), Refusal.NOT_HANDING_OVER);
        assertRefused(HandOver.cancelled(cancelled, TERM, 0, 3), Refusal.NOT_HANDING_OVER);
    }

    @Test
    void theTargetMayKnowOfItsReleaseBeforeTheMapSaysSo() {
        ClusterMap started = HandOver.started(map, TERM, 0, 1, B).orElseThrow();

        RangeEntry succeeded = HandOver.succeeded(started.range(0));

        assertThat(succeeded)
                .isEqualTo(HandOver.released(started, TERM, 0, 1).orElseThrow().range(0));
        assertThatThrownBy(() -> HandOver.succeeded(map.range(0))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whateverElseHappensWhileARangeIsHandedOverPassesItsTargetsEpochOver() {
        ClusterMap joined = CopySet.joiningAdded(map, TERM, 0, 1, C).orElseThrow();
        ClusterMap started = HandOver.started(joined, TERM, 0, 1, B).orElseThrow();

        RangeEntry withdrawn = CopySet.joinWithdrawn(started, TERM, 0, 1, C, all())
                .orElseThrow()
                .range(0);

        assertThat(withdrawn.epoch()).isEqualTo(3);
        assertThat(withdrawn.primarySince()).isEqualTo(3);
        assertThat(withdrawn.state()).isEqualTo(RangeState.SERVING);
        assertRefused(CopySet.caughtUp(started, TERM, 0, 1, C), Refusal.ALREADY_HANDING_OVER);
    }

    @Test
    void handOverIsRefusedToWhoeverCannotTakeOver() {
        assertRefused(HandOver.started(map, TERM, 0, 1, A), Refusal.IS_PRIMARY);
        assertRefused(HandOver.started(map, TERM, 0, 1, C), Refusal.NOT_IN_SYNC);
        ClusterMap started = HandOver.started(map, TERM, 0, 1, B).orElseThrow();
        assertRefused(HandOver.started(started, TERM, 0, 1, B), Refusal.ALREADY_HANDING_OVER);
        ClusterMap leaving = Registration.leaving(map, TERM, B).orElseThrow();
        assertRefused(HandOver.started(leaving, TERM, 0, 1, B), Refusal.NOT_UP);
        ClusterMap down = Failover.failedOver(map, TERM, A, silence());
        assertRefused(HandOver.started(down, TERM, 0, 2, B), Refusal.RANGE_DOWN);
    }

    @Test
    void whoeverIsLeavingIsNoTargetAndJoinsNothing() {
        ClusterMap busy = HandOver.started(map, TERM, 0, 1, B).orElseThrow();
        int served = 15;
        assertThat(busy.range(served).primary()).isEqualTo(C);
        busy = CopySet.joiningAdded(busy, TERM, served, 1, B).orElseThrow();

        ClusterMap leaving = Registration.leaving(busy, TERM, B).orElseThrow();

        assertThat(leaving.slave(1).state()).isEqualTo(SlaveState.LEAVING);
        assertThat(leaving.range(0).state()).isEqualTo(RangeState.SERVING);
        assertThat(leaving.range(0).epoch()).isEqualTo(3);
        assertThat(leaving.range(served).joining()).isEmpty();
        assertThat(leaving.range(served).epoch()).isEqualTo(2);
        assertRefused(Registration.leaving(leaving, TERM, B), Refusal.NOT_UP);
        assertRefused(Registration.leaving(map, TERM, life(1, 2)), Refusal.NOT_CURRENT);
    }

    @Test
    void aNewLifeStripsTheOldOneInTheSameStep() {
        ClusterMap after = Registration.registered(map, TERM, slave(0, 2), from(B, C));

        assertThat(after.version()).isEqualTo(map.version() + 1);
        assertThat(after.isCurrent(life(0, 2))).isTrue();
        assertThat(after.slave(0).isUp()).isTrue();
        assertThat(after.range(0).primary()).isEqualTo(B);
        assertThat(after.ranges()).noneMatch(range -> range.names(0));
    }

    @Test
    void theSameLifeAgainKeepsItsRoles() {
        assertThat(Registration.registered(map, TERM, slave(0, 1), all())).isSameAs(map);
        ClusterMap leaving = Registration.leaving(map, TERM, A).orElseThrow();
        assertThat(Registration.registered(leaving, TERM, slave(0, 1), all())).isSameAs(leaving);
    }

    @Test
    void aNewLifeOfTheLastKnownHolderLeavesTheOldOneKnown() {
        ClusterMap after = Registration.registered(map, TERM, slave(0, 2), silence());

        assertThat(after.range(0).isDown()).isTrue();
        assertThat(after.range(0).inSync()).containsExactly(A, B);
    }

    @Test
    void aSlaveThatAnswersAgainIsUpWithoutAnyRole() {
        ClusterMap down = Failover.failedOver(map, TERM, A, all());

        ClusterMap back = Registration.returnedAlive(down, TERM, A).orElseThrow();

        assertThat(back.slave(0).isUp()).isTrue();
        assertThat(back.ranges()).isEqualTo(down.ranges());
        assertRefused(Registration.returnedAlive(back, TERM, A), Refusal.NOT_DOWN);
        assertRefused(Registration.returnedAlive(down, TERM, life(0, 2)), Refusal.NOT_CURRENT);
    }

    @Test
    void anOldTermChangesNothing() {
        assertThatThrownBy(() -> Failover.failedOver(map, TERM - 1, A, all()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(map.claimed(TERM + 1).term()).isEqualTo(TERM + 1);
    }

    @Test
    void severalChangesAreOneWrite() {
        ClusterMap two = CopySet.joiningAdded(
                        CopySet.joiningAdded(map, TERM, 0, 1, C).orElseThrow(), TERM, 1, 1, C)
                .orElseThrow();

        assertThat(two.version()).isEqualTo(map.version() + 2);
        assertThat(two.asOneWriteAfter(map).version()).isEqualTo(map.version() + 1);
        assertThat(two.asOneWriteAfter(map).ranges()).isEqualTo(two.ranges());
    }

    private static void assertRefused(MapChange change, Refusal reason) {
        assertThat(change).isEqualTo(new MapChange.Refused(reason));
    }
}
