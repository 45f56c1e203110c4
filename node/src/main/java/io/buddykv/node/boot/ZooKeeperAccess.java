package io.buddykv.node.boot;

/**
 * How a node reaches ZooKeeper.
 *
 * @param connectString hosts and ports, with an optional path under which all of the cluster's znodes lie
 * @param sessionMillis time-out of the session; a change of master takes about as long
 */
public record ZooKeeperAccess(String connectString, int sessionMillis) {
    public static final int DEFAULT_SESSION_MILLIS = 1_000;

    public ZooKeeperAccess {
        if (sessionMillis < EnsembleLimits.MIN_SESSION_MILLIS || sessionMillis > EnsembleLimits.MAX_SESSION_MILLIS) {
            throw new InvalidSettingException(
                    "--zookeeper-session-millis",
                    sessionMillis,
                    "must be from " + EnsembleLimits.MIN_SESSION_MILLIS + " to " + EnsembleLimits.MAX_SESSION_MILLIS);
        }
    }
}
