package io.buddykv.node.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.protocol.message.OrderAnswer;
import io.buddykv.protocol.message.PromotionOrder;
import io.buddykv.protocol.message.ShapeOrder;
import io.buddykv.protocol.message.SizeOrder;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Rebalancing;
import io.buddykv.topology.health.MoveCounts;
import io.buddykv.topology.health.SlaveRoles;
import io.buddykv.topology.placement.PlacementPolicy;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

/** Scaling and draining as a master carries them out, with slaves that do what the map says. */
class MasterOrdersTest {
    private static final SlaveRoles NOTHING = new SlaveRoles(0, 0, 0, 0);
    private static final long PATIENCE_MILLIS = 20_000;

    private final TestingCluster cluster = TestingCluster.booted();

    @Test
    void aSlaveBeyondTheSizeWaitsAndGetsItsShareWhenTheSizeIsRaised() {
        cluster.boot(4);
        cluster.runMillis(500);
        assertThat(roles(4)).isEqualTo(NOTHING);

        OrderAnswer answer = taken(cluster.master.resize(new SizeOrder(4)));

        assertThat(answer.slaves()).isEqualTo(4);
        assertThat(answer.moves()).isPositive();
        assertPlanned();
        assertThat(roles(4).homes()).isEqualTo(4);
        assertThat(roles(4).primaries()).isEqualTo(4);
    }

    @Test
    void anInSyncCopyThatIsPromotedIsHomeAndPrimaryAndStaysSo() {
        int range = cluster.rangeOf(1, 2);

        taken(cluster.master.promote(new PromotionOrder(range, 2)));

        assertPlanned();
        assertThat(cluster.map().range(range).home()).isEqualTo(2);
        assertThat(cluster.map().range(range).isPrimary(cluster.member(2))).isTrue();
        cluster.runMillis(5_000);
        assertThat(cluster.map().range(range).isPrimary(cluster.member(2))).isTrue();
        assertThat(cluster.isWell()).isTrue();
    }

    @Test
    void nothingButAnInSyncCopyIsPromoted() {
        int range = cluster.rangeOf(1, 2);
        assertRefused(cluster.master.promote(new PromotionOrder(range, 3)), "slave 3 holds no in-sync copy of range");
        assertRefused(cluster.master.promote(new PromotionOrder(16, 1)), "there is no key range 16, only 0 to 15");
        taken(cluster.master.drain(2));
        assertRefused(cluster.master.promote(new PromotionOrder(range, 2)), "slave 2");
        assertPlanned();
    }

    @Test
    void theHighestNumbersAreEmptiedAndTheirNumbersBecomeFreeWhenTheyHaveEnded() {
        OrderAnswer answer = taken(cluster.master.resize(new SizeOrder(2)));
        assertThat(answer.draining()).containsExactly(3);
        assertPlanned();
        assertThat(roles(3)).isEqualTo(NOTHING);
        assertThat(cluster.map().slaves()).containsKey(3);

        end(3);

        assertThat(cluster.runUntil(() -> !cluster.map().slaves().containsKey(3), PATIENCE_MILLIS))
                .isTrue();
        assertThat(cluster.isWell()).isTrue();
        cluster.boot(3);
        taken(cluster.master.resize(new SizeOrder(3)));
        assertPlanned();
        assertThat(roles(3).homes()).isBetween(5, 6);
    }

    @Test
    void aDrainedSlaveKeepsItsNumberAndIsUndrained() {
        taken(cluster.master.drain(1));
        assertPlanned();
        assertThat(roles(1)).isEqualTo(NOTHING);
        cluster.kill(1);
        cluster.suspect(2, 1);
        cluster.runMillis(500);
        cluster.boot(1);
        cluster.runMillis(500);
        assertThat(roles(1)).isEqualTo(NOTHING);

        taken(cluster.master.undrain(1));
        assertPlanned();
        assertThat(roles(1).homes()).isBetween(5, 6);
    }

    @Test
    void downToOneSlaveAndBack() {
        taken(cluster.master.resize(new SizeOrder(1)));
        assertPlanned();
        assertThat(cluster.map().ranges()).allMatch(range -> range.inSync().size() == 1);
        taken(cluster.master.resize(new SizeOrder(3)));
        assertPlanned();
        assertThat(cluster.isWell()).isTrue();
    }

    @Test
    void whatCannotBeIsRefusedWithItsReason() {
        assertRefused(cluster.master.resize(new SizeOrder(0)), "a cluster of 0 slaves could hold nothing");
        assertRefused(cluster.master.resize(new SizeOrder(17)), "there are only 16 key ranges");
        assertRefused(cluster.master.drain(7), "there is no slave 7, only [1, 2, 3]");
        assertRefused(
                cluster.master.reshape(new ShapeOrder(3, PlacementPolicy.RING, Rebalancing.DEFAULT)),
                "buddies must be from 0 to 2, not 3");
        taken(cluster.master.drain(1));
        taken(cluster.master.drain(2));
        assertRefused(cluster.master.drain(3), "nobody would be left");
        assertRefused(cluster.master.resize(new SizeOrder(2)), "nobody would be left");
        assertThat(cluster.map().goal().drained()).containsExactly(1, 2);
    }

    @Test
    void whatWouldNotFitIsRefusedBeforeItStartsWithTheFigures() {
        for (int number = 1; number <= 3; number++) {
            cluster.slave(number).bytesPerRange = 10_000_000;
            cluster.slave(number).memoryLimit = 150_000_000;
        }
        ClusterMap before = cluster.map();

        assertRefused(
                cluster.master.resize(new SizeOrder(2)),
                "it would not fit: 160.0 MB of data in 2 copies on slaves [1, 2] would take 160.0 MB of slave 1, whose"
                        + " budget of 150.0 MB must not be more than 95 % full (142.5 MB)");
        assertThat(cluster.map().goal()).isEqualTo(before.goal());
        assertRefused(
                cluster.master.reshape(new ShapeOrder(2, PlacementPolicy.SPREAD, Rebalancing.DEFAULT)),
                "it would not fit");
    }

    @Test
    void whoDoesNotTellWhatItHoldsCannotBeJudged() {
        cluster.slave(2).freeze();
        assertRefused(cluster.master.drain(3), "nobody tells how much range");
    }

    @Test
    void buddiesAndPlacementChangeLive() {
        taken(cluster.master.reshape(new ShapeOrder(2, PlacementPolicy.RING, Rebalancing.DEFAULT)));
        assertPlanned();
        assertThat(cluster.map().ranges()).allMatch(range -> range.inSync().size() == 3);
        taken(cluster.master.reshape(new ShapeOrder(0, PlacementPolicy.RING, Rebalancing.DEFAULT)));
        assertPlanned();
        assertThat(cluster.map().ranges()).allMatch(range -> range.inSync().size() == 1);
    }

    @Test
    void noMoreMovesThanAllowedAreUnderWay() {
        Rebalancing two = new Rebalancing(Rebalancing.By.COUNT, 2, 0);
        taken(cluster.master.reshape(new ShapeOrder(1, PlacementPolicy.SPREAD, two)));
        cluster.boot(4);
        taken(cluster.master.resize(new SizeOrder(4)));
        Set<Integer> seen = new HashSet<>();
        cluster.runUntil(
                () -> {
                    ClusterMap map = cluster.map();
                    long joining = map.ranges().stream()
                            .mapToLong(range -> range.joining().size())
                            .sum();
                    long handingOver = map.ranges().stream()
                            .filter(range -> range.isHandingOver())
                            .count();
                    assertThat(joining).isLessThanOrEqualTo(2);
                    assertThat(handingOver).isLessThanOrEqualTo(2);
                    seen.add((int) joining);
                    return MoveCounts.of(map).isDone();
                },
                PATIENCE_MILLIS);
        assertThat(seen).contains(2);
        assertPlanned();
    }

    @Test
    void theNextMasterGoesOnWithThePlan() {
        cluster.boot(4);
        cluster.slaves(slave -> slave.helpful = false);
        taken(cluster.master.resize(new SizeOrder(4)));
        cluster.runMillis(50);
        assertThat(MoveCounts.of(cluster.map()).isDone()).isFalse();
        long basis = cluster.map().plan().basis();
        cluster.depose();
        cluster.slaves(slave -> slave.helpful = true);

        cluster.elect(2);

        assertPlanned();
        assertThat(cluster.map().plan().basis()).isEqualTo(basis);
        assertThat(roles(4).homes()).isEqualTo(4);
    }

    @Test
    void withLoadTheHeaviestGivesRangesUp() {
        Rebalancing byLoad = new Rebalancing(Rebalancing.By.LOAD, 8, 0);
        taken(cluster.master.reshape(new ShapeOrder(1, PlacementPolicy.SPREAD, byLoad)));
        int before = roles(1).homes();
        cluster.slaves(slave -> slave.bytesPerRange = 0);
        boolean shifted = cluster.runUntil(
                () -> {
                    TestingSlave busy = cluster.slave(1);
                    for (int range = 0; range < TestingCluster.RANGES; range++) {
                        if (cluster.map().range(range).isPrimary(busy.member)) {
                            busy.operations.merge(range, 10L, Long::sum);
                        }
                    }
                    return roles(1).homes() < before;
                },
                60_000);
        assertThat(shifted).isTrue();
        assertThat(roles(1).homes()).isBetween(1, 3);
        assertPlanned();
    }

    @Test
    void howFarMovesHaveComeIsTold() {
        cluster.boot(4);
        taken(cluster.master.resize(new SizeOrder(4)));
        assertPlanned();
        cluster.runMillis(3_000);
        assertThat(cluster.events.progress.counts().planned()).isPositive();
        assertThat(cluster.events.progress.counts().left()).isZero();
        assertThat(cluster.events.progress.secondsLeft()).isZero();
    }

    private void end(int number) {
        TestingSlave slave = cluster.slave(number);
        cluster.kill(number);
        cluster.loseEphemeral(slave);
    }

    private void assertPlanned() {
        assertThat(cluster.runUntil(() -> MoveCounts.of(cluster.map()).isDone(), PATIENCE_MILLIS))
                .isTrue();
    }

    private SlaveRoles roles(int number) {
        return SlaveRoles.all(cluster.map()).get(number);
    }

    private OrderAnswer taken(CompletionStage<OrderAnswer> order) {
        CompletableFuture<OrderAnswer> answer = order.toCompletableFuture();
        cluster.runUntil(answer::isDone, PATIENCE_MILLIS);
        return answer.join();
    }

    private void assertRefused(CompletionStage<OrderAnswer> order, String reason) {
        CompletableFuture<OrderAnswer> answer = order.toCompletableFuture();
        cluster.runUntil(answer::isDone, PATIENCE_MILLIS);
        ThrowableAssert.ThrowingCallable join = answer::join;
        assertThat(ThrowableAssert.catchThrowable(join))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(reason);
    }
}
