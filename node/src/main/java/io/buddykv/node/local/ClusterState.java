package io.buddykv.node.local;

import io.buddykv.node.boot.Role;
import java.util.List;
import java.util.Optional;

/**
 * What the launcher knows of the cluster it runs, shared by its commands through {@link StateFile}.
 *
 * @param supervisor the process that respawns the others
 * @param nodes in the order in which they are started
 */
record ClusterState(String clusterName, String host, int basePort, ProcessMark supervisor, List<NodeState> nodes) {
    ClusterState {
        nodes = List.copyOf(nodes);
    }

    Optional<NodeState> node(NodeName name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    List<NodeState> of(Role role) {
        return nodes.stream().filter(node -> node.role() == role).toList();
    }

    boolean isAnythingAlive() {
        return supervisor.isAlive() || nodes.stream().anyMatch(NodeState::isAlive);
    }
}
