package io.buddykv.operator.dependent;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.operator.model.Blueprint;
import io.buddykv.operator.model.Identities;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.GarbageCollected;
import io.javaoperatorsdk.operator.processing.dependent.Creator;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/** The cluster's credentials: created when there are none, and never touched again. */
public final class CredentialsSecret extends KubernetesDependentResource<Secret, ClusterResource>
        implements Creator<Secret, ClusterResource>, GarbageCollected<ClusterResource> {
    public CredentialsSecret() {
        super(Secret.class);
    }

    @Override
    protected Secret desired(ClusterResource cluster, Context<ClusterResource> context) {
        return Identities.credentials(BlueprintOf.context(context));
    }

    /** Without making new credentials only to know their name. */
    @Override
    protected ResourceID targetSecondaryResourceID(ClusterResource cluster, Context<ClusterResource> context) {
        return new ResourceID(
                Blueprint.names(cluster).credentials(), cluster.getMetadata().getNamespace());
    }

    @Override
    protected void addReferenceHandlingMetadata(Secret made, ClusterResource cluster) {
        super.addReferenceHandlingMetadata(made, cluster);
        Ownership.isControl(made);
    }
}
