package io.buddykv.operator.dependent;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.operator.model.Blueprint;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.Matcher.Result;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import java.util.function.Function;

/**
 * One object of a cluster, made from the blueprint of the present reconciliation, applied by the server only when it
 * differs in a field of ours, and collected by Kubernetes with the cluster.
 *
 * <p>What was seen may be true no more. Whatever is applied to an object that was seen therefore carries its uid, by which
 * the API server refuses it when there is no such object any more: see {@link OutdatedViewException}.
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

    /** What is being deleted is left alone; once it has gone it is made anew. */
    @Override
    public Result<R> match(R actual, ClusterResource cluster, Context<ClusterResource> context) {
        return actual.isMarkedForDeletion() ? Result.nonComputed(true) : super.match(actual, cluster, context);
    }

    @Override
    public R create(R desired, ClusterResource cluster, Context<ClusterResource> context) {
        return OutdatedViewException.unlessRefused(desired, made -> super.create(made, cluster, context));
    }

    /** Only of the very object that was seen: one that has gone meanwhile is not made again by an update. */
    @Override
    public R update(R actual, R desired, ClusterResource cluster, Context<ClusterResource> context) {
        desired.getMetadata().setUid(actual.getMetadata().getUid());
        return OutdatedViewException.unlessRefused(desired, made -> super.update(actual, made, cluster, context));
    }

    @Override
    protected void addReferenceHandlingMetadata(R made, ClusterResource cluster) {
        super.addReferenceHandlingMetadata(made, cluster);
        Ownership.isControl(made);
    }
}
