package io.buddykv.operator.dependent;

import io.buddykv.operator.model.Policies;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;

/** Who may reach the managed ensemble. */
public final class ZooKeeperPolicy extends Part<NetworkPolicy> {
    public ZooKeeperPolicy() {
        super(NetworkPolicy.class, Policies::zooKeeper);
    }
}
