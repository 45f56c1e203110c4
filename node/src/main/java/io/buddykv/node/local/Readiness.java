package io.buddykv.node.local;

import java.util.List;
import java.util.Optional;

/** When a local cluster that is being started counts as ready. */
interface Readiness {
    /**
     * What it still waits for, in words; empty when it is ready.
     *
     * @param nodes of {@code state}, those that it is not to be ready without
     */
    Optional<String> missing(ClusterState state, List<NodeState> nodes);
}
