package io.buddykv.node.local;

import io.buddykv.crds.KvCluster;
import io.buddykv.crds.KvClusterSpec;
import io.buddykv.crds.StorageSpec;
import io.buddykv.node.boot.Identity;
import io.buddykv.node.boot.NodeSettings;
import io.buddykv.node.boot.Role;
import io.buddykv.node.boot.ZooKeeperAccess;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** From a {@link KvCluster} to the settings of every process of a cluster on this machine. */
final class ClusterPlan {
    /** Internal numbers begin with it. */
    static final int FIRST_SLAVE = 1;

    static final String HOST = "127.0.0.1";

    private ClusterPlan() {}

    /** All processes in the order in which they are started: ZooKeeper where it is managed, masters, slaves. */
    static List<NodeName> names(int slaves, int masters, boolean withZooKeeper) {
        List<NodeName> names = new ArrayList<>();
        if (withZooKeeper) {
            names.add(new NodeName(Role.ZOOKEEPER, 0));
        }
        for (int master = 0; master < masters; master++) {
            names.add(new NodeName(Role.MASTER, master));
        }
        for (int slave = FIRST_SLAVE; slave < FIRST_SLAVE + slaves; slave++) {
            names.add(new NodeName(Role.SLAVE, slave));
        }
        return names;
    }

    /** @param processors of this machine: all slaves share them */
    static List<NodeSettings> of(KvCluster cluster, PortPlan ports, KvHome home, int processors) {
        KvClusterSpec spec = cluster.spec();
        List<NodeSettings> nodes = new ArrayList<>();
        for (NodeName name :
                names(spec.replicas(), spec.masters(), spec.zookeeper().isManaged())) {
            nodes.add(of(name, cluster, ports, home, processors));
        }
        return nodes;
    }

    static NodeSettings of(NodeName name, KvCluster cluster, PortPlan ports, KvHome home, int processors) {
        KvClusterSpec spec = cluster.spec();
        String zooKeeper = spec.zookeeper().isManaged()
                ? HOST + ":" + ports.of(new NodeName(Role.ZOOKEEPER, 0)).client()
                : spec.zookeeper().connectString();
        return new NodeSettings(
                name.role(),
                cluster.metadata().name(),
                HOST,
                Optional.empty(),
                ports.of(name),
                new ZooKeeperAccess(zooKeeper, ZooKeeperAccess.DEFAULT_SESSION_MILLIS),
                Optional.empty(),
                identity(name),
                Optional.of(home.secret()),
                Optional.of(home.password()).filter(Files::exists),
                Optional.empty(),
                home.data(name.toString()),
                Optional.ofNullable(spec.storage()).map(StorageSpec::fsync),
                Optional.of(home.clusterId()),
                Files.exists(home.acceptPartial()),
                spec.shape(),
                spec.timings(),
                spec.memory().bytes(),
                processors,
                Optional.of(home.log(name.toString())));
    }

    /**
     * Each node counts as a machine of its own: all share the one there is anyway, and where a process is started in place
     * of another, that one has ended, which is what the same machine stands for.
     */
    private static Identity identity(NodeName name) {
        return new Identity(
                name.role() == Role.ZOOKEEPER ? OptionalInt.empty() : OptionalInt.of(name.number()),
                "",
                name.toString());
    }
}
