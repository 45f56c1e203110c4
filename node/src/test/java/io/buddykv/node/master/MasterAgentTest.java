package io.buddykv.node.master;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The life of a cluster as its master leads it, when all goes well and when one slave goes down. */
class MasterAgentTest {
    @Test
    void bornAtTheFirstRegistrationAndCutOnceTheWantedSlavesAreThere() {
        TestingCluster cluster = new TestingCluster(TestingCluster.SETTINGS);
        cluster.elect(1);
        cluster.runMillis(1_000);
        assertThat(cluster.map()).isNull();

        cluster.boot(1);
        cluster.boot(2);
        cluster.runMillis(100);
        assertThat(cluster.map().clusterId()).isEqualTo("newborn");
        assertThat(cluster.map().isCut()).isFalse();
        assertThat(cluster.events.births).containsExactly("newborn");

        cluster.boot(3);
        cluster.runMillis(100);
        assertThat(cluster.isWell()).isTrue();
        assertThat(cluster.primariesOf(1)).hasSize(6);
        assertThat(cluster.slave(1).map).isEqualTo(cluster.map());
        assertThat(cluster.master.view().active()).isTrue();
        assertThat(cluster.master.view().map()).isEqualTo(cluster.map());
    }

    @Test
    void cutWithoutTheMissingSlavesWhenTheSafeBootIsOver() {
        TestingCluster cluster = new TestingCluster(TestingCluster.SETTINGS);
        cluster.elect(1);
        cluster.boot(1);
        cluster.boot(2);
        cluster.runMillis(29_000);
        assertThat(cluster.map().isCut()).isFalse();
        cluster.runMillis(1_500);
        assertThat(cluster.isWell()).isTrue();
    }

    @Test
    void slaveThatComesAfterTheCutGetsItsShare() {
        TestingCluster cluster = new TestingCluster(TestingCluster.SETTINGS);
        cluster.elect(1);
        cluster.boot(1);
        cluster.boot(2);
        cluster.runMillis(31_000);
        cluster.boot(3);
        cluster.runMillis(3_000);
        assertThat(cluster.isWell()).isTrue();
        assertThat(cluster.primariesOf(3)).hasSize(5);
    }

    @Test
    void deadSlaveIsReplacedByItsBuddiesInOneWrite() {
        TestingCluster cluster = TestingCluster.booted();
        int writes = cluster.membership.writes();
        cluster.kill(1);
        cluster.suspect(2, 1);
        cluster.runMillis(10);

        assertThat(cluster.membership.writes()).isEqualTo(writes + 1);
        assertThat(cluster.primariesOf(1)).isEmpty();
        assertThat(cluster.primariesOf(2)).hasSizeGreaterThan(5);
        assertThat(cluster.primariesOf(3)).hasSizeGreaterThan(5);
        assertThat(cluster.map().ranges()).allSatisfy(range -> {
            assertThat(range.isDown()).isFalse();
            assertThat(range.inSync()).doesNotContain(cluster.member(1));
        });
        assertThat(cluster.events.failovers).hasSize(1);
        FailoverTimes times = cluster.events.failovers.get(0);
        assertThat(times.ranges()).isEqualTo(6);
        assertThat(times.totalNanos()).isLessThan(10_000_000);
    }

    @Test
    void frozenSlaveIsReplacedAfterOneCheck() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.slave(1).freeze();
        cluster.suspect(2, 1);
        cluster.runMillis(75);
        assertThat(cluster.primariesOf(1)).isNotEmpty();
        cluster.runMillis(10);
        assertThat(cluster.primariesOf(1)).isEmpty();
    }

    @Test
    void slaveThatComesBackCatchesUpAndTakesItsRangesBack() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.kill(1);
        cluster.suspect(2, 1);
        cluster.runMillis(100);
        cluster.boot(1);
        assertThat(cluster.runUntil(cluster::isWell, 2_000)).isTrue();
        assertThat(cluster.primariesOf(1)).hasSize(6).allSatisfy(range -> assertThat(range.released())
                .isTrue());
        assertThat(cluster.map().dataLosses()).isZero();
    }

    @Test
    void slaveRespawnedBeforeAnybodySuspectedItsFormerLife() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.kill(1);
        cluster.boot(1);
        assertThat(cluster.primariesOf(1)).isEmpty();
        assertThat(cluster.runUntil(cluster::isWell, 2_000)).isTrue();
        assertThat(cluster.map().dataLosses()).isZero();
    }

    @Test
    void anotherMasterTakesOverWithAHigherTerm() {
        TestingCluster cluster = TestingCluster.booted();
        cluster.depose();
        assertThat(cluster.master.view().phase()).isEqualTo(MasterPhase.STANDING_BY);
        cluster.kill(1);
        cluster.elect(5);
        cluster.runMillis(300);
        assertThat(cluster.map().term()).isEqualTo(5);
        assertThat(cluster.slave(2).map).isEqualTo(cluster.map());
        assertThat(cluster.primariesOf(1)).isEmpty();
        assertThat(cluster.events.phases)
                .endsWith(MasterPhase.STANDING_BY, MasterPhase.TAKING_OVER, MasterPhase.ACTIVE);
    }
}
