package io.buddykv.operator.dependent;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.operator.model.Blueprint;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/** Where the blueprint travels from the reconciler to the parts. */
public final class BlueprintOf {
    private BlueprintOf() {}

    public static Blueprint context(Context<ClusterResource> context) {
        return context.managedWorkflowAndDependentResourceContext().getMandatory(Blueprint.class, Blueprint.class);
    }

    public static void put(Context<ClusterResource> context, Blueprint blueprint) {
        context.managedWorkflowAndDependentResourceContext().put(Blueprint.class, blueprint);
    }
}
