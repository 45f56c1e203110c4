package io.buddykv.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.boot.Role;
import io.buddykv.node.port.http.ClusterStatus;
import io.buddykv.node.port.http.RangeStatus;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Those who write the map fail under load: clients notice nothing, and afterwards slaves fail over as before. */
@ExtendWith(SharedCluster.Extension.class)
class MasterFailoverIT {
    private static final int CLIENTS = 4;
    private static final int MASTERS_KILLED = Rounds.of(2, 20);
    private static final int ZOOKEEPER_DOWN_MILLIS = Rounds.of(5_000, 30_000);

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void mastersAreKilledInTurnAndThenZooKeeperIsAway(SharedCluster shared) throws Exception {
        LocalCluster cluster = shared.cluster();
        try (RecordedLoad load = new RecordedLoad(cluster.clientAddresses()).start(CLIENTS)) {
            for (int round = 0; round < MASTERS_KILLED; round++) {
                killActiveMaster(cluster, load);
            }
            stopZooKeeper(cluster, load);
            failOverOnceMore(cluster);
            load.finish();
            System.out.println("Masters: " + MASTERS_KILLED + " killed, ZooKeeper away for " + ZOOKEEPER_DOWN_MILLIS
                    + " ms; " + load.summary());
            load.assertSound();
        }
    }

    private static void killActiveMaster(LocalCluster cluster, RecordedLoad load) {
        ClusterStatus before = cluster.awaitWhole();
        Awaitility.await().atMost(LocalCluster.PATIENCE).until(() -> cluster.activeMaster()
                .isPresent());
        int active = cluster.activeMaster().orElseThrow();
        List<Long> tenures = tenures(cluster);
        int unknown = load.unknown();

        cluster.processes().kill(Role.MASTER, active);

        cluster.await("another master is active", status -> status.term() > before.term());
        load.awaitMoreCalls();
        if (tenures(cluster).equals(tenures)) {
            assertThat(load.unknown())
                    .as("outcomes unknown although no range has moved")
                    .isEqualTo(unknown);
        }
    }

    private static void stopZooKeeper(LocalCluster cluster, RecordedLoad load) throws Exception {
        ClusterStatus before = cluster.awaitWhole();
        Process stopped = cluster.processes().process(Role.ZOOKEEPER, 0);
        int unknown = load.unknown();

        cluster.processes().kill(Role.ZOOKEEPER, 0, ZOOKEEPER_DOWN_MILLIS);

        // No map can be written: serving goes on by the one that is there.
        while (cluster.processes().process(Role.ZOOKEEPER, 0) == stopped) {
            load.awaitMoreCalls();
            assertThat(load.unknown()).as("outcomes unknown without ZooKeeper").isEqualTo(unknown);
        }
        cluster.await(
                "a map is written again",
                status -> status.term() > before.term() || status.version() > before.version());
        cluster.awaitWhole();
    }

    /** The masters that are there now can do what the first ones could. */
    private static void failOverOnceMore(LocalCluster cluster) {
        ClusterStatus before = cluster.awaitWhole();
        cluster.processes().kill(Role.SLAVE, LocalCluster.FIRST_SLAVE);
        cluster.await(
                "the killed slave has taken its place again",
                status -> status.version() > before.version() && cluster.isWhole(status));
    }

    /** Since when each range has its primary. */
    private static List<Long> tenures(LocalCluster cluster) {
        return cluster.ranges().stream().map(RangeStatus::primarySince).toList();
    }
}
