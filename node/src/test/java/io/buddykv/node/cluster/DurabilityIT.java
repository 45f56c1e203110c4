package io.buddykv.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.crds.FsyncPolicy;
import io.buddykv.crds.KvClusterSpec;
import io.buddykv.crds.StorageSpec;
import io.buddykv.node.boot.Role;
import io.buddykv.node.port.http.ClusterStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Everything is killed at once, or ends, and comes back: nothing that was acknowledged is lost. */
class DurabilityIT {
    private static final int SLAVES = 3;
    private static final int CLIENTS = 4;
    private static final int ROUNDS = Rounds.of(2, 20);
    private static final long MOST_DOWN_MILLIS = 2_000;
    private static final long TOGETHER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final List<Role> SLAVES_ONLY = List.of(Role.SLAVE);
    private static final List<Role> EVERYTHING = List.of(Role.SLAVE, Role.MASTER, Role.ZOOKEEPER);

    private final SplittableRandom random = new SplittableRandom();

    private static KvClusterSpec stored() {
        return LocalCluster.spec(SLAVES).withStorage(new StorageSpec(FsyncPolicy.EVERYSEC));
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void nothingIsLostWhenAllAreKilledAtOnce() throws Exception {
        int together = 0;
        try (LocalCluster cluster = LocalCluster.start("DurabilityIT", stored());
                RecordedLoad load = new RecordedLoad(cluster.clientAddresses()).start(CLIENTS)) {
            for (int round = 0; round < ROUNDS; round++) {
                cluster.awaitWhole();
                load.awaitMoreCalls();
                List<Role> killed = round % 2 == 0 ? SLAVES_ONLY : EVERYTHING;
                long nanos = cluster.processes().killTogether(killed, () -> random.nextLong(MOST_DOWN_MILLIS));
                together += nanos <= TOGETHER_NANOS ? 1 : 0;
                load.awaitMoreCalls();
            }
            cluster.awaitWhole();
            load.finish();
            System.out.println(
                    "Durability: " + ROUNDS + " rounds, " + together + " of them within 10 ms; " + load.summary());
            load.assertNothingLost();
        }
        assertThat(together).as("rounds in which all were killed within 10 ms").isPositive();
    }

    /**
     * At other ports, with ZooKeeper's data gone, with one slave's, or without both and that slave: whoever ends with all
     * others stays in sync.
     */
    @Test
    @EnabledIfSystemProperty(named = "proof", matches = "full")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void whatEndedComesBackElsewhere() throws Exception {
        KvClusterSpec spec = LocalCluster.patientSpec(SLAVES).withStorage(new StorageSpec(FsyncPolicy.ALWAYS));
        Path directory;
        Path zooKeeper;
        Path oneSlave;
        RememberedKeys keys = new RememberedKeys();
        try (LocalCluster cluster = LocalCluster.start("DurabilityIT", spec)) {
            directory = cluster.directory();
            zooKeeper = cluster.processes().data(Role.ZOOKEEPER, 0);
            oneSlave = cluster.processes().data(Role.SLAVE, LocalCluster.FIRST_SLAVE);
            keys.write(cluster);
        }

        deleteTree(zooKeeper);
        try (LocalCluster cluster = LocalCluster.startAgain(directory, spec)) {
            keys.assertThere(cluster);
            keys.write(cluster);
            cluster.awaitWhole();
        }

        deleteTree(oneSlave);
        try (LocalCluster cluster = LocalCluster.startAgain(directory, spec)) {
            keys.assertThere(cluster);
            keys.write(cluster);
        }

        deleteTree(zooKeeper);
        deleteTree(oneSlave);
        Files.createFile(oneSlave);
        try (LocalCluster cluster = LocalCluster.startAgainPartly(directory, spec)) {
            assertThat(cluster.status().orElseThrow().slaves())
                    .filteredOn(slave -> slave.number() == LocalCluster.FIRST_SLAVE)
                    .extracting(ClusterStatus.Slave::state)
                    .doesNotContain("UP");
            keys.assertThere(cluster);
            Files.delete(oneSlave);
            cluster.awaitWhole();
            keys.assertThere(cluster);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
