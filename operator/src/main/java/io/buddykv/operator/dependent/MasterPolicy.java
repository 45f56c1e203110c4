package io.buddykv.operator.dependent;

import io.buddykv.operator.model.Policies;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;

/** Who may reach masters. */
public final class MasterPolicy extends Part<NetworkPolicy> {
    public MasterPolicy() {
        super(NetworkPolicy.class, Policies::masters);
    }
}
