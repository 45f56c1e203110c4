package io.buddykv.operator.dependent;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;

/** Only where the ensemble belongs to the cluster, which cannot change. */
public final class WithManagedZooKeeper implements Condition<HasMetadata, ClusterResource> {
    @Override
    public boolean isMet(
            DependentResource<HasMetadata, ClusterResource> part,
            ClusterResource cluster,
            Context<ClusterResource> context) {
        return cluster.getSpec().zookeeper().isManaged();
    }
}
