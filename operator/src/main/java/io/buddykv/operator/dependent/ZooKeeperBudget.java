package io.buddykv.operator.dependent;

import io.buddykv.operator.model.Budgets;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;

/** How many servers of the ensemble others may take away. */
public final class ZooKeeperBudget extends Part<PodDisruptionBudget> {
    public ZooKeeperBudget() {
        super(PodDisruptionBudget.class, Budgets::zooKeeper);
    }
}
