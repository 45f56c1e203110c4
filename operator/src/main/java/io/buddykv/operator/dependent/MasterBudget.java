package io.buddykv.operator.dependent;

import io.buddykv.operator.model.Budgets;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;

/** How many masters others may take away. */
public final class MasterBudget extends Part<PodDisruptionBudget> {
    public MasterBudget() {
        super(PodDisruptionBudget.class, Budgets::masters);
    }
}
