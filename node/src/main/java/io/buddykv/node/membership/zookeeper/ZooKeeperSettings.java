package io.buddykv.node.membership.zookeeper;

/**
 * How this process uses ZooKeeper.
 *
 * @param connectString hosts and ports, as ZooKeeper's own clients take them; a chroot at its end is allowed
 * @param cluster name of the cluster: everything lives under {@code /buddykv/<cluster>}
 * @param sessionMillis how long ZooKeeper waits for a silent process before it takes its ephemerals away; the server
 *     bounds it from below to twice its tick
 * @param connectionMillis how long one attempt to connect may take
 * @param operationMillis after how long without an answer the outcome of an operation counts as unknown
 */
public record ZooKeeperSettings(
        String connectString, String cluster, int sessionMillis, int connectionMillis, int operationMillis) {
    /** Slaves are suspected by their copies long before their sessions end; their ephemerals only back that up. */
    private static final int SLAVE_SESSIONS = 2;

    private static final int DEFAULT_CONNECTION_MILLIS = 1_000;
    private static final int DEFAULT_OPERATION_MILLIS = 1_000;

    public ZooKeeperSettings {
        if (cluster.isEmpty() || cluster.indexOf('/') >= 0) {
            throw new IllegalArgumentException("a cluster's name cannot be empty or hold a '/': '" + cluster + "'");
        }
        positive("sessionMillis", sessionMillis);
        positive("connectionMillis", connectionMillis);
        positive("operationMillis", operationMillis);
    }

    /** @param sessionMillis after which a master that has fallen silent is replaced */
    public static ZooKeeperSettings forMaster(String connectString, String cluster, int sessionMillis) {
        return withSession(connectString, cluster, sessionMillis);
    }

    /** @param sessionMillis a master's: a slave's lasts twice as long */
    public static ZooKeeperSettings forSlave(String connectString, String cluster, int sessionMillis) {
        return withSession(connectString, cluster, SLAVE_SESSIONS * sessionMillis);
    }

    private static ZooKeeperSettings withSession(String connectString, String cluster, int sessionMillis) {
        return new ZooKeeperSettings(
                connectString, cluster, sessionMillis, DEFAULT_CONNECTION_MILLIS, DEFAULT_OPERATION_MILLIS);
    }

    private static void positive(String setting, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(setting + " must be above 0, not " + value);
        }
    }

    String root() {
        return "/buddykv/" + cluster;
    }

    String mapPath() {
        return root() + "/map";
    }

    String termPath() {
        return root() + "/term";
    }

    String slavesPath() {
        return root() + "/slaves";
    }

    String mastersPath() {
        return root() + "/masters";
    }
}
