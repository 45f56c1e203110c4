package io.buddykv.operator.model;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.crds.kubernetes.ClusterResourceSpec;
import java.util.Map;
import java.util.Optional;

/**
 * All that a cluster's objects are made from. Equal blueprints make equal objects, whatever the operator's version: what
 * is not in here cannot restart a pod.
 *
 * @param image of all pods
 * @param slavePods how many there are to be for now
 * @param volumes that sets are made with for now
 * @param sets the uids of the sets that were seen. What was taken from one is for that one only: not for another, nor for a new one
 * @param disruptionAllowed whether others may take a slave's pod away
 * @param clusterId once the cluster is born
 */
public record Blueprint(
        Names names,
        ClusterResourceSpec spec,
        String image,
        int slavePods,
        Volumes volumes,
        Map<Role, String> sets,
        boolean disruptionAllowed,
        Optional<String> clusterId) {

    public Blueprint {
        sets = Map.copyOf(sets);
    }

    public static Names names(ClusterResource cluster) {
        return new Names(
                cluster.getMetadata().getNamespace(), cluster.getMetadata().getName());
    }

    /** The Secret that pods mount. */
    public String credentials() {
        return spec.auth() == null || spec.auth().secretName() == null
                ? names.credentials()
                : spec.auth().secretName();
    }

    public boolean hasGeneratedCredentials() {
        return credentials().equals(names.credentials());
    }
}
