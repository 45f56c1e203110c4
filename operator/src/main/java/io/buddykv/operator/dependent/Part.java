package io.buddykv.operator.dependent;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.operator.model.Blueprint;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import java.util.function.Function;

/**
 * One object of a cluster, made from the blueprint of the present reconciliation, applied by the server only when it
 * differs in a field of ours, and collected by Kubernetes with the cluster.
 */
abstract class Part<R extends HasMetadata> extends CRUDKubernetesDependentResource<R, ClusterResource> {
    private final Function<Blueprint, R> made;

    Part(Class<R> type, Function<Blueprint, R> made) {
        super(type);
        this.made = made;
    }

    @Override
    protected R desired(ClusterResource cluster, Context<ClusterResource> context) {
        return made.apply(BlueprintOf.context(context));
    }

    @Override
    protected void addReferenceHandlingMetadata(R made, ClusterResource cluster) {
        super.addReferenceHandlingMetadata(made, cluster);
        Ownership.isControl(made);
    }
}
