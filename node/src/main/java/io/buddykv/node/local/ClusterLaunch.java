package io.buddykv.node.local;

import io.buddykv.crds.KvCluster;
import io.buddykv.crds.KvClusterReader;
import io.buddykv.node.boot.NodeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * A cluster that is about to be started, when nothing speaks against it.
 *
 * @param file what it was read from
 * @param comesBack whether it has been there before, and has stored what it held
 */
record ClusterLaunch(KvHome home, Path file, KvCluster cluster, PortPlan ports, boolean comesBack) {
    /**
     * @param slaves instead of the file's
     * @param basePort 0: any from which all ports are free
     * @throws LaunchException that says why it cannot be started
     */
    static ClusterLaunch of(KvHome home, Path file, OptionalInt slaves, int basePort) throws IOException {
        KvCluster cluster = cluster(home, file, slaves, basePort);
        refuseSecond(home);
        refuseToDropData(home, cluster);
        PortPlan ports = ports(cluster, basePort);
        PortCheck.firstInUse(nodes(home, cluster, ports)).ifPresent(inUse -> {
            throw new LaunchException(inUse + "; another --base-port shifts all ports");
        });
        return new ClusterLaunch(home, file, cluster, ports, home.isStored());
    }

    /** What each of its processes is told, but for the processors, which whoever starts them knows. */
    List<NodeSettings> nodes() {
        return nodes(home, cluster, ports);
    }

    /** Makes the home what the processes expect to find. */
    void prepareHome(Optional<String> password, boolean acceptPartial) throws IOException {
        home.create();
        home.ended();
        home.create();
        if (cluster.spec().storage() != null) {
            home.keepStored();
        }
        home.acceptPartial(acceptPartial);
        home.ensureSecret();
        home.keepPassword(password);
        Files.copy(file, home.cluster(), StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<NodeSettings> nodes(KvHome home, KvCluster cluster, PortPlan ports) {
        return ClusterPlan.of(cluster, ports, home, 1);
    }

    /** A stored cluster has as many slaves as it had when it ended. */
    private static KvCluster cluster(KvHome home, Path file, OptionalInt slaves, int basePort) throws IOException {
        try {
            KvCluster read = KvClusterReader.read(file);
            OptionalInt before = slaves.isEmpty() && home.isStored()
                    ? new FileSizing(home, read, new PortPlan(basePort)).wantedSlaves()
                    : OptionalInt.empty();
            OptionalInt wanted = before.isPresent() ? before : slaves;
            return wanted.isEmpty() ? read : read.withSpec(read.spec().withReplicas(wanted.getAsInt()));
        } catch (NoSuchFileException missing) {
            throw new LaunchException("there is no file " + file, missing);
        } catch (IllegalArgumentException invalid) {
            throw new LaunchException(file + ": " + invalid.getMessage(), invalid);
        }
    }

    private static PortPlan ports(KvCluster cluster, int basePort) {
        return basePort == 0
                ? PortCheck.anyFree(
                        ClusterPlan.HOST,
                        cluster.spec().replicas(),
                        cluster.spec().masters(),
                        RandomGenerator.getDefault())
                : new PortPlan(basePort);
    }

    private static void refuseToDropData(KvHome home, KvCluster cluster) {
        if (home.isStored() && cluster.spec().storage() == null) {
            throw new LaunchException(home.directory() + " holds what a cluster with spec.storage has stored, and this"
                    + " one would live in memory: use another --home, or delete the data by './kv down --forget'");
        }
    }

    private static void refuseSecond(KvHome home) {
        Optional<ClusterState> running = new StateFile(home.state()).read().filter(ClusterState::isAnythingAlive);
        if (running.isPresent()) {
            throw new LaunchException("cluster " + running.get().clusterName() + " already runs from "
                    + home.directory() + "; './kv status' shows it, './kv down' ends it");
        }
    }
}
