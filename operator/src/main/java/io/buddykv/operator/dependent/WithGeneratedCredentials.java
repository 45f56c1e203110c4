package io.buddykv.operator.dependent;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;

/** Only where nobody brought a Secret. One that was made before stays: parts are collected, never deleted. */
public final class WithGeneratedCredentials implements Condition<Secret, ClusterResource> {
    @Override
    public boolean isMet(
            DependentResource<Secret, ClusterResource> part,
            ClusterResource cluster,
            Context<ClusterResource> context) {
        return BlueprintOf.context(context).hasGeneratedCredentials();
    }
}
