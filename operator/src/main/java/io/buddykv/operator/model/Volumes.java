package io.buddykv.operator.model;

import io.buddykv.crds.kubernetes.ClusterResourceSpec;

/**
 * How large each pod's volume is, by role.
 *
 * @param slaves empty without storage
 * @param zooKeeper empty where the ensemble is somebody else's
 */
public record Volumes(String slaves, String zooKeeper) {
    private static final String DEFAULT_ZOOKEEPER_SIZE = "1Gi";

    public static Volumes wanted(ClusterResourceSpec spec) {
        return new Volumes(spec.storage() == null ? "" : spec.storage().size(), zooKeeper(spec));
    }

    private static String zooKeeper(ClusterResourceSpec spec) {
        if (!spec.zookeeper().isManaged()) {
            return "";
        }
        return spec.zookeeper().storage() == null
                ? DEFAULT_ZOOKEEPER_SIZE
                : spec.zookeeper().storage().size();
    }

    /** Empty where the role has none. */
    public String of(Role role) {
        return switch (role) {
            case SLAVE -> slaves;
            case MASTER -> "";
            case ZOOKEEPER -> zooKeeper;
        };
    }
}
