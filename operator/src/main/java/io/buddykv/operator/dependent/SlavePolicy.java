package io.buddykv.operator.dependent;

import io.buddykv.operator.model.Policies;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;

/** Who may reach slaves. */
public final class SlavePolicy extends Part<NetworkPolicy> {
    public SlavePolicy() {
        super(NetworkPolicy.class, Policies::slaves);
    }
}
