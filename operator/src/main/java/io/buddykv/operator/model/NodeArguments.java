package io.buddykv.operator.model;

import io.buddykv.crds.StorageSpec;
import io.buddykv.crds.kubernetes.ClusterResourceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The arguments of node processes. What the master learns while it runs (how many slaves, how copies lie) comes by way of
 * the ConfigMap, so that a change of it is no change of the pod.
 */
final class NodeArguments {
    static final String DATA = "/var/lib/buddykv";
    static final String CREDENTIALS = "/etc/buddykv/credentials";
    static final String SETTINGS = "/etc/buddykv/settings";

    /** Also the loopback, by which {@code kubectl port-forward} comes. */
    private static final String BIND = "--bind=0.0.0.0";

    private static final int SHORTEST_SESSION_MILLIS = 1_000;
    private static final int LONGEST_SESSION_MILLIS = 30_000;

    private NodeArguments() {}

    static List<String> of(Role role, Blueprint blueprint) {
        return switch (role) {
            case SLAVE -> slave(blueprint);
            case MASTER -> master(blueprint);
            case ZOOKEEPER -> zooKeeper(blueprint);
        };
    }

    private static List<String> slave(Blueprint blueprint) {
        List<String> arguments = common(Role.SLAVE, blueprint);
        arguments.add("--master-port=" + Port.MASTER.number());
        arguments.add("--replication-port=" + Port.REPLICATION.number());
        arguments.add("--zone=$(ZONE)");
        arguments.add("--host-id=$(MACHINE)");
        arguments.add("--data=" + DATA);
        arguments.add("--memory=" + MemoryShare.of(blueprint.spec()).budget());
        return arguments;
    }

    private static List<String> master(Blueprint blueprint) {
        List<String> arguments = common(Role.MASTER, blueprint);
        arguments.add("--slave-port=" + Port.SLAVE.number());
        arguments.add("--cluster-id-file=" + SETTINGS + "/" + Names.CLUSTER_ID_KEY);
        return arguments;
    }

    private static List<String> zooKeeper(Blueprint blueprint) {
        List<String> arguments = new ArrayList<>(List.of(
                Role.ZOOKEEPER.label(),
                "--cluster=" + blueprint.names().cluster(),
                "--host=$(POD_ADDRESS)",
                BIND,
                "--number=$(POD_NUMBER)",
                "--client-port=" + Port.ZOOKEEPER.number(),
                "--http-port=" + Port.HTTP.number(),
                "--data=" + DATA));
        int servers = blueprint.spec().zookeeper().servers();
        if (servers > 1) {
            arguments.add("--ensemble="
                    + IntStream.rangeClosed(Role.FIRST_NUMBER, servers)
                            .mapToObj(number -> blueprint.names().host(Role.ZOOKEEPER, number) + ":"
                                    + Port.ZOOKEEPER_PEER.number() + ":" + Port.ZOOKEEPER_ELECTION.number())
                            .collect(Collectors.joining(",")));
        }
        return arguments;
    }

    /** In a ZooKeeper that is shared, clusters of different namespaces must not meet. */
    private static String clusterName(Blueprint blueprint) {
        Names names = blueprint.names();
        return blueprint.spec().zookeeper().isManaged() ? names.cluster() : names.namespace() + "." + names.cluster();
    }

    private static List<String> common(Role role, Blueprint blueprint) {
        ClusterResourceSpec spec = blueprint.spec();
        List<String> arguments = new ArrayList<>(List.of(
                role.label(),
                "--cluster=" + clusterName(blueprint),
                "--host=$(POD_ADDRESS)",
                BIND,
                "--number=$(POD_NUMBER)",
                "--client-port=" + Port.CLIENT.number(),
                "--http-port=" + Port.HTTP.number(),
                "--zookeeper=" + connectString(blueprint),
                "--zookeeper-session-millis=" + sessionMillis(spec),
                "--secret-file=" + CREDENTIALS + "/" + Names.CREDENTIALS_KEY,
                "--slaves=$(SLAVES)",
                "--key-ranges=" + spec.keyRanges(),
                "--buddies=$(BUDDIES)",
                "--placement=$(PLACEMENT)",
                "--rebalance-by=$(REBALANCE_BY)",
                "--max-parallel-moves=$(MAX_PARALLEL_MOVES)",
                "--lease-millis=" + spec.leaseMillis(),
                "--heartbeat-millis=" + spec.heartbeatMillis(),
                "--suspicion-millis=" + spec.suspicionMillis(),
                "--check-millis=" + spec.checkMillis(),
                "--stall-millis=" + spec.stallMillis(),
                "--recopy-seconds=" + spec.recopySeconds(),
                "--safe-boot-seconds=" + spec.safeBootSeconds(),
                "--sole-serve-seconds=" + spec.soleServeSeconds()));
        if (spec.storage() != null) {
            arguments.add(
                    "--fsync=" + new StorageSpec(spec.storage().fsync()).fsync().label());
        }
        return arguments;
    }

    /** Who gives leases more time has slower machines, on which sessions would end at every pause. */
    private static int sessionMillis(ClusterResourceSpec spec) {
        return Math.min(LONGEST_SESSION_MILLIS, Math.max(SHORTEST_SESSION_MILLIS, spec.leaseMillis()));
    }

    /** Every server by its own name. */
    private static String connectString(Blueprint blueprint) {
        if (!blueprint.spec().zookeeper().isManaged()) {
            return blueprint.spec().zookeeper().connectString();
        }
        return IntStream.rangeClosed(
                        Role.FIRST_NUMBER, blueprint.spec().zookeeper().servers())
                .mapToObj(number -> blueprint.names().host(Role.ZOOKEEPER, number) + ":" + Port.ZOOKEEPER.number())
                .collect(Collectors.joining(","));
    }
}
