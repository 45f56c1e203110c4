package io.buddykv.node.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.protocol.message.RegistrationAnswer;
import io.buddykv.topology.RangeEntry;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Numbers, and lives that follow one another under them. */
class MasterRegistrationTest {
    @Test
    void numbersAreTheLowestThatNobodyHas() {
        TestingCluster cluster = new TestingCluster(TestingCluster.SETTINGS);
        cluster.elect(1);
        cluster.boot(2);
        CompletableFuture<RegistrationAnswer> first = cluster.register(cluster.process(7), null);
        CompletableFuture<RegistrationAnswer> second = cluster.register(cluster.process(8), null);
        cluster.runMillis(10);
        assertThat(first.join().number()).isEqualTo(1);
        assertThat(second.join().number()).isEqualTo(3);
        assertThat(first.join().clusterId()).isEqualTo("newborn");
    }

    @Test
    void numberIsRememberedForItsData() {
        TestingCluster cluster = TestingCluster.booted();
        TestingSlave slave = cluster.process(9);
        CompletableFuture<RegistrationAnswer> answer =
                cluster.register(slave, null, cluster.member(2).dataId(), "newborn");
        cluster.kill(2);
        cluster.runMillis(200);
        assertThat(answer.join().number()).isEqualTo(2);
    }

    @Test
    void askingAgainGivesTheSameAnswer() {
        TestingCluster cluster = TestingCluster.booted();
        TestingSlave slave = cluster.process(4);
        CompletableFuture<RegistrationAnswer> first = cluster.register(slave, null);
        CompletableFuture<RegistrationAnswer> second = cluster.register(slave, null);
        cluster.runMillis(10);
        CompletableFuture<RegistrationAnswer> third = cluster.register(slave, null);
        cluster.runMillis(10);
        assertThat(first.join()).isEqualTo(second.join()).isEqualTo(third.join());
        assertThat(cluster.map().slaves()).hasSize(4);
    }

    @Test
    void secondProcessUnderTheNumberOfALivingOneIsRefused() {
        TestingCluster cluster = TestingCluster.booted();
        TestingSlave stranger = cluster.process(9);
        CompletableFuture<RegistrationAnswer> answer = cluster.register(stranger, 2);
        cluster.runMillis(200);
        assertThat(answer).isCompletedExceptionally();
        assertThat(answer.handle((given, failure) -> failure).join())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("slave 2 is alive at host-2:7400")
                .hasMessageContaining("ask for another number");
        assertThat(cluster.map().slave(2).member()).isEqualTo(cluster.member(2));
    }

    @Test
    void oneThatIsRefusedAgainAndAgainIsToldOfOnce() {
        TestingCluster cluster = TestingCluster.booted();
        TestingSlave stranger = cluster.process(9);
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(refused(cluster, stranger)).isTrue();
        }
        assertThat(cluster.events.notices)
                .filteredOn(notice -> notice.contains("is alive"))
                .hasSize(1);

        assertThat(refused(cluster, cluster.process(10))).isTrue();
        assertThat(cluster.events.notices)
                .filteredOn(notice -> notice.contains("is alive"))
                .hasSize(2);
    }

    private static boolean refused(TestingCluster cluster, TestingSlave slave) {
        CompletableFuture<RegistrationAnswer> answer = cluster.register(slave, 2);
        cluster.runMillis(200);
        return answer.isCompletedExceptionally();
    }

    @Test
    void twoThatAskForOneFreshNumberInTheSameTurn() {
        TestingCluster cluster = TestingCluster.booted();
        CompletableFuture<RegistrationAnswer> first = cluster.register(cluster.process(4), 4);
        CompletableFuture<RegistrationAnswer> second = cluster.register(cluster.process(5), 4);
        cluster.runMillis(200);
        assertThat(first.join().number()).isEqualTo(4);
        assertThat(second).isCompletedExceptionally();
    }

    @Test
    void numberBelowTheFirstIsRefused() {
        TestingCluster cluster = TestingCluster.booted();
        CompletableFuture<RegistrationAnswer> answer = cluster.register(cluster.process(9), 0);
        cluster.runMillis(10);
        assertThat(answer).isCompletedExceptionally();
    }

    @Test
    void slaveWithAnotherClustersDataIsRefused() {
        TestingCluster cluster = TestingCluster.booted();
        CompletableFuture<RegistrationAnswer> answer = cluster.register(cluster.process(9), null, 5, "another");
        cluster.runMillis(10);
        assertThat(answer.handle((given, failure) -> failure).join()).hasMessageContaining("another");
    }

    @Test
    void successorOfASilentSoleHolderOnAnotherHostWaitsUntilItsEndIsProven() {
        TestingCluster cluster = soleHolderOnSlaveOne();
        cluster.slave(1).freeze();
        TestingSlave successor = cluster.process(1, "elsewhere");
        CompletableFuture<RegistrationAnswer> early = cluster.register(successor, 1);
        cluster.runMillis(1_000);
        assertThat(early.handle((given, failure) -> failure).join()).hasMessageContaining("not proven");

        cluster.suspect(2, 1);
        cluster.runMillis(121_000);
        CompletableFuture<RegistrationAnswer> late = cluster.register(successor, 1);
        cluster.runMillis(200);
        assertThat(late.join().number()).isEqualTo(1);
    }

    @Test
    void successorOfASoleHolderOnTheSameHostIsAdmittedAndTheLossIsTold() {
        TestingCluster cluster = soleHolderOnSlaveOne();
        cluster.kill(1);
        cluster.boot(1);
        cluster.runMillis(100);
        assertThat(cluster.map().ranges()).noneMatch(RangeEntry::isDown);
        assertThat(cluster.events.lostRanges).isPositive();
    }

    /** Three slaves, of which the other two have died and come back without having caught up. */
    private static TestingCluster soleHolderOnSlaveOne() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.slave(1).helpful = false;
        cluster.kill(2);
        cluster.suspect(1, 2);
        cluster.runMillis(100);
        cluster.boot(2);
        cluster.runMillis(100);
        assertThat(cluster.map().ranges())
                .anyMatch(range -> range.inSync().size() == 1 && range.isPrimary(cluster.member(1)));
        return cluster;
    }
}
