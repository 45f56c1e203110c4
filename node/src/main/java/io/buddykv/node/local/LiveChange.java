package io.buddykv.node.local;

import io.buddykv.crds.KvCluster;
import io.buddykv.crds.KvClusterSpec;
import io.buddykv.crds.Placement;
import io.buddykv.crds.RebalanceBy;
import io.buddykv.crds.RebalanceSpec;
import io.buddykv.protocol.message.ShapeOrder;
import io.buddykv.topology.Rebalancing;
import io.buddykv.topology.placement.PlacementPolicy;
import java.util.Optional;

/** What of a resource can be changed while its cluster runs. */
final class LiveChange {
    private LiveChange() {}

    /** The first difference that needs another start; empty when all differences can be made live. */
    static Optional<String> obstacle(KvCluster running, KvCluster wanted) {
        if (!running.metadata().name().equals(wanted.metadata().name())) {
            return Optional.of("the running cluster is " + running.metadata().name() + ", the file is of "
                    + wanted.metadata().name());
        }
        KvClusterSpec now = running.spec();
        KvClusterSpec next = wanted.spec();
        return difference("keyRanges", now.keyRanges(), next.keyRanges())
                .or(() -> difference("masters", now.masters(), next.masters()))
                .or(() -> difference("memory", now.memory(), next.memory()))
                .or(() -> difference("zookeeper", now.zookeeper(), next.zookeeper()))
                .or(() -> difference("times", now.timings(), next.timings()));
    }

    private static Optional<String> difference(String field, Object now, Object next) {
        return now.equals(next)
                ? Optional.empty()
                : Optional.of("spec." + field + " cannot be changed while the cluster runs (" + now + " to " + next
                        + "); './kv down', then './kv up -f FILE'");
    }

    static ShapeOrder shape(KvClusterSpec spec) {
        RebalanceSpec rebalance = spec.rebalance();
        return new ShapeOrder(
                spec.buddies(),
                spec.placement() == Placement.RING ? PlacementPolicy.RING : PlacementPolicy.SPREAD,
                new Rebalancing(
                        rebalance.by() == RebalanceBy.LOAD ? Rebalancing.By.LOAD : Rebalancing.By.COUNT,
                        rebalance.maxParallelMoves(),
                        rebalance.bytesPerSecond()));
    }
}
