package io.buddykv.operator.observe;

import io.buddykv.crds.kubernetes.ClusterResourceSpec;
import java.util.Optional;

/**
 * All that a decision about a cluster is made from.
 *
 * @param view what the active master tells; empty when none could be asked
 * @param credentialsPresent the Secret that the pods mount is there
 * @param knownClusterId the id that was recorded when the cluster was born
 */
public record Observation(
        ClusterResourceSpec spec,
        RoleView slaves,
        RoleView masters,
        RoleView zooKeeper,
        Optional<ClusterView> view,
        boolean credentialsPresent,
        Optional<String> knownClusterId) {

    public boolean isBorn() {
        return knownClusterId.isPresent() || view.filter(ClusterView::isBorn).isPresent();
    }
}
