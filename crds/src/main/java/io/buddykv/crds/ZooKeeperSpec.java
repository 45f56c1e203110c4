package io.buddykv.crds;

/**
 * Which ZooKeeper the cluster uses: one that exists, or a managed ensemble.
 *
 * @param connectString hosts and ports as ZooKeeper clients take them, with an optional path; null: managed
 * @param replicas servers of the managed ensemble: 1, 3 or 5; one machine runs one whatever this says
 */
public record ZooKeeperSpec(String connectString, Integer replicas) {
    private static final String FIELD = "spec.zookeeper";

    public ZooKeeperSpec {
        if (connectString != null && replicas != null) {
            throw new InvalidClusterException(
                    FIELD + ".replicas",
                    replicas,
                    "is of no use beside connectString (" + connectString + "): give one of the two");
        }
        if (connectString != null && connectString.isBlank()) {
            throw new InvalidClusterException(
                    FIELD + ".connectString", "'" + connectString + "'", "must name at least one host:port");
        }
        if (connectString == null && replicas == null) {
            replicas = 3;
        }
        if (replicas != null && replicas != 1 && replicas != 3 && replicas != 5) {
            throw new InvalidClusterException(FIELD + ".replicas", replicas, "must be 1, 3 or 5");
        }
    }

    /** Whether the ensemble belongs to the cluster, which then starts and stops it. */
    public boolean isManaged() {
        return connectString == null;
    }
}
