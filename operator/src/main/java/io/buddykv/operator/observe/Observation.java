package io.buddykv.operator.observe;

import io.buddykv.crds.kubernetes.ClusterResourceSpec;
import io.buddykv.operator.model.Role;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

    /**
     * Slaves that serve something by the map and whose pods are gone, so that the map is a remembered one: its master has not
     * found out yet.
     */
    public List<Integer> deserted() {
        return view.stream()
                .flatMap(told -> told.slaves().stream())
                .filter(slave -> slave.primaries() > 0
                        && slaves.pods().stream()
                                .noneMatch(pod -> pod.number() == slave.number()
                                        && pod.address().equals(slave.host())))
                .map(ClusterView.Slave::number)
                .toList();
    }

    /** The uids of the sets that there are. */
    public Map<Role, String> sets() {
        Map<Role, String> uids = new EnumMap<>(Role.class);
        slaves.set().ifPresent(set -> uids.put(Role.SLAVE, set.uid()));
        masters.set().ifPresent(set -> uids.put(Role.MASTER, set.uid()));
        zooKeeper.set().ifPresent(set -> uids.put(Role.ZOOKEEPER, set.uid()));
        return uids;
    }

    public boolean isBorn() {
        return knownClusterId.isPresent() || view.filter(ClusterView::isBorn).isPresent();
    }
}
