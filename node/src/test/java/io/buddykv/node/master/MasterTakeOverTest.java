package io.buddykv.node.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.master.TestingMembership.WriteFate;
import io.buddykv.protocol.message.Registration;
import io.buddykv.protocol.message.RegistrationAnswer;
import io.buddykv.protocol.message.ReportAnswer;
import io.buddykv.topology.ClusterMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** From standing by to active and back, with a membership service that loses answers, writes and maps. */
class MasterTakeOverTest {
    @Test
    void termIsWrittenBeforeAnythingElse() {
        TestingCluster cluster = TestingCluster.booted();
        ClusterMap before = cluster.map();
        cluster.depose();
        cluster.kill(1);
        cluster.elect(2);
        cluster.runMillis(300);
        ClusterMap first = cluster.membership.written.stream()
                .filter(map -> map.term() == 2)
                .findFirst()
                .orElseThrow();
        assertThat(first).isEqualTo(before.claimed(2));
    }

    @Test
    void whileStandingByEverythingIsRefused() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.depose();
        CompletableFuture<ReportAnswer> answer = cluster.suspect(2, 1);
        cluster.runMillis(10);
        assertThat(answer.handle((given, failure) -> failure).join()).isInstanceOf(NotActiveMasterException.class);
    }

    @Test
    void whatWaitsWhenItIsDeposedIsRefused() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.slave(1).freeze();
        CompletableFuture<ReportAnswer> suspicion = cluster.suspect(2, 1);
        CompletableFuture<RegistrationAnswer> registration = cluster.register(cluster.process(9), 1);
        cluster.runMillis(10);
        int writes = cluster.membership.writes();
        cluster.depose();
        cluster.runMillis(1_000);
        assertThat(suspicion).isCompletedExceptionally();
        assertThat(registration).isCompletedExceptionally();
        assertThat(cluster.membership.writes()).isEqualTo(writes);
    }

    @Test
    void callsDuringTheTakeOverWaitForIt() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.depose();
        cluster.kill(1);
        cluster.membership.candidate.elected(2);
        cluster.time.pass(0);
        CompletableFuture<ReportAnswer> answer = cluster.suspect(2, 1);
        cluster.runMillis(300);
        assertThat(answer).isCompleted();
        assertThat(cluster.primariesOf(1)).isEmpty();
    }

    @Test
    void mapThatASlaveKnowsNewerThanTheStoredOneIsRebuilt() {
        TestingCluster cluster = TestingCluster.booted();
        ClusterMap old = cluster.membership.written.get(2);
        ClusterMap newest = cluster.map();
        TestingCluster restarted = successorOf(cluster, TestingCluster.SETTINGS, old);
        restarted.elect(1);
        restarted.runMillis(300);
        assertThat(restarted.map()).isEqualTo(newest.claimed(newest.term() + 1));
        assertThat(restarted.events.count(Reason.REBUILT)).isEqualTo(1);
    }

    @Test
    void emptyMembershipServiceIsFilledFromTheSlavesRecordsWhateverTheirTerm() {
        TestingCluster cluster = TestingCluster.booted();
        ClusterMap newest = cluster.map();
        TestingCluster restarted = successorOf(cluster, TestingCluster.SETTINGS.withKnownClusterId("newborn"), null);
        for (int number = 1; number <= 3; number++) {
            restarted.slave(number).knownTerm = 40;
            restarted.slave(number).map = newest.claimed(40);
        }
        restarted.elect(1);
        restarted.runMillis(500);
        assertThat(restarted.map().clusterId()).isEqualTo("newborn");
        assertThat(restarted.map().term()).isEqualTo(41);
        assertThat(restarted.map().ranges()).isEqualTo(newest.ranges());
        assertThat(restarted.events.births).isEmpty();
    }

    @Test
    void clusterThatIsKnownElsewhereIsNeverCreatedAnew() {
        TestingCluster cluster = new TestingCluster(TestingCluster.SETTINGS.withKnownClusterId("known"));
        cluster.elect(1);
        CompletableFuture<RegistrationAnswer> answer = cluster.register(cluster.process(1), 1);
        cluster.runMillis(600_000);
        assertThat(cluster.map()).isNull();
        assertThat(answer).isNotDone();
        assertThat(cluster.events.notices).anyMatch(notice -> notice.contains("cluster known exists"));
    }

    @Test
    void clusterThatARegistrationKnowsIsNeverCreatedAnew() {
        TestingCluster cluster = new TestingCluster(TestingCluster.SETTINGS);
        cluster.elect(1);
        cluster.register(cluster.process(1), 1, 5, "known");
        cluster.runMillis(600_000);
        assertThat(cluster.map()).isNull();
    }

    @Test
    void rebuildingWaitsForASilentSlaveThatMightKnowMore() {
        TestingCluster cluster = TestingCluster.booted();
        TestingCluster restarted = successorOf(cluster, TestingCluster.SETTINGS, null);
        restarted.slave(3).freeze();
        restarted.elect(1);
        restarted.runMillis(20_000);
        assertThat(restarted.map()).isNull();
        assertThat(restarted.events.notices).anyMatch(notice -> notice.contains("slave 3"));

        ClusterMap newer = cluster.map().claimed(9);
        restarted.slave(3).map = newer;
        restarted.slave(3).thaw();
        restarted.runMillis(1_000);
        assertThat(restarted.map().term()).isEqualTo(10);
    }

    @Test
    void rebuildingBeginsWithoutASilentSlaveWhenTheSafeBootIsOver() {
        TestingCluster cluster = TestingCluster.booted();
        TestingCluster restarted = successorOf(cluster, TestingCluster.SETTINGS, null);
        restarted.slave(3).die();
        restarted.elect(1);
        restarted.runMillis(32_000);
        assertThat(restarted.map().clusterId()).isEqualTo("newborn");
        assertThat(restarted.map().ranges()).noneMatch(range -> range.isDown());
    }

    @Test
    void mapThatIsLostWhileItReignsIsRebuiltFromWhatItKnows() {
        TestingCluster cluster = TestingCluster.booted();
        ClusterMap before = cluster.map();
        cluster.membership.loseMap();
        cluster.kill(1);
        cluster.suspect(2, 1);
        cluster.runMillis(40_000);
        assertThat(cluster.map().clusterId()).isEqualTo(before.clusterId());
        assertThat(cluster.map().term()).isGreaterThan(before.term());
        assertThat(cluster.primariesOf(1)).isEmpty();
    }

    @Test
    void unreadableMapIsReadAgainUntilItCanBe() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.depose();
        cluster.membership.readable = false;
        cluster.elect(2);
        cluster.runMillis(5_000);
        assertThat(cluster.master.view().phase()).isEqualTo(MasterPhase.TAKING_OVER);
        cluster.membership.readable = true;
        cluster.runMillis(500);
        assertThat(cluster.master.view().phase()).isEqualTo(MasterPhase.ACTIVE);
    }

    @Test
    void firstWriteWithUnknownOutcomeIsFollowedByOneWithAHigherTerm() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.depose();
        cluster.membership.fates.add(WriteFate.UNKNOWN_BUT_WRITTEN);
        cluster.elect(2);
        cluster.runMillis(500);
        assertThat(cluster.master.view().active()).isTrue();
        assertThat(cluster.map().term()).isEqualTo(3);
        assertThat(cluster.slave(1).map).isEqualTo(cluster.map());
    }

    @Test
    void writeWithUnknownOutcomeThatWasWrittenIsTakenAsConfirmed() {
        TestingCluster cluster = TestingCluster.booted();
        int writes = cluster.membership.writes();
        cluster.membership.fates.add(WriteFate.UNKNOWN_BUT_WRITTEN);
        cluster.kill(1);
        cluster.suspect(2, 1);
        cluster.runMillis(50);
        assertThat(cluster.membership.writes()).isEqualTo(writes + 1);
        assertThat(cluster.slave(2).map).isEqualTo(cluster.map());
        assertThat(cluster.primariesOf(1)).isEmpty();
    }

    @Test
    void writeWithUnknownOutcomeThatWasLostIsRepeatedAndNotPushedBefore() {
        TestingCluster cluster = TestingCluster.booted();
        ClusterMap before = cluster.map();
        cluster.membership.fates.add(WriteFate.UNKNOWN_AND_LOST);
        cluster.membership.readable = false;
        cluster.kill(1);
        CompletableFuture<ReportAnswer> answer = cluster.suspect(2, 1);
        cluster.runMillis(1_000);
        assertThat(cluster.slave(2).map).isEqualTo(before);
        assertThat(cluster.master.view().map()).isEqualTo(before);
        assertThat(answer).isNotDone();

        cluster.membership.readable = true;
        cluster.runMillis(200);
        assertThat(cluster.primariesOf(1)).isEmpty();
        assertThat(cluster.slave(2).map).isEqualTo(cluster.map());
        assertThat(answer).isCompleted();
    }

    @Test
    void conflictEndsTheReignAndItsWishesAreRefused() {
        TestingCluster cluster = TestingCluster.booted();
        ClusterMap foreign = cluster.map().claimed(7);
        cluster.membership.store(foreign);
        cluster.kill(1);
        CompletableFuture<ReportAnswer> answer = cluster.suspect(2, 1);
        cluster.runMillis(50);
        assertThat(answer).isCompletedExceptionally();
        assertThat(cluster.map()).isEqualTo(foreign);
        assertThat(cluster.slave(2).map).isNotEqualTo(foreign);
        assertThat(cluster.events.phases).endsWith(MasterPhase.STANDING_BY);

        cluster.runMillis(1_000);
        assertThat(cluster.map().term()).isEqualTo(8);
        assertThat(cluster.primariesOf(1)).isEmpty();
    }

    @Test
    void deposedAfterAConflictItStaysStandingBy() {
        TestingCluster cluster = TestingCluster.booted();
        ClusterMap foreign = cluster.map().claimed(7);
        cluster.membership.store(foreign);
        cluster.kill(1);
        cluster.suspect(2, 1);
        cluster.runMillis(50);
        cluster.depose();
        cluster.runMillis(5_000);
        assertThat(cluster.map()).isEqualTo(foreign);
    }

    @Test
    void anotherClustersMapIsNotTouched() {
        TestingCluster cluster = TestingCluster.booted();
        TestingCluster stranger =
                successorOf(cluster, TestingCluster.SETTINGS.withKnownClusterId("mine"), cluster.map());
        stranger.elect(9);
        stranger.runMillis(60_000);
        assertThat(stranger.map()).isEqualTo(cluster.map());
        assertThat(stranger.events.notices).anyMatch(notice -> notice.contains("this should be mine"));
    }

    @Test
    void registrationAfterTheTakeOverIsAnsweredWithTheOldNumber() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.depose();
        cluster.elect(2);
        TestingSlave slave = cluster.slave(2);
        CompletableFuture<RegistrationAnswer> answer = cluster.master
                .register(new Registration(
                        null, slave.incarnation, slave.incarnation, slave.endpoints, "", slave.host, "", "newborn"))
                .toCompletableFuture();
        cluster.runMillis(200);
        assertThat(answer.join().number()).isEqualTo(2);
    }

    /** Another master process over the same slaves, whose membership service holds {@code stored}. */
    private static TestingCluster successorOf(TestingCluster former, MasterSettings settings, ClusterMap stored) {
        TestingCluster successor = new TestingCluster(settings);
        if (stored != null) {
            successor.membership.store(stored);
        }
        for (int number = 1; number <= 3; number++) {
            TestingSlave slave = former.slave(number).servedBy(successor.master);
            successor.adopt(number, slave);
            successor.announce(slave, number);
        }
        return successor;
    }
}
