package io.buddykv.operator.dependent;

import io.buddykv.operator.model.Identities;
import io.fabric8.kubernetes.api.model.ServiceAccount;

/** Who pods are to Kubernetes. */
public final class PodIdentity extends Part<ServiceAccount> {
    public PodIdentity() {
        super(ServiceAccount.class, Identities::serviceAccount);
    }
}
