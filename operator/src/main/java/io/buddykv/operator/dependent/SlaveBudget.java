package io.buddykv.operator.dependent;

import io.buddykv.operator.model.Budgets;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;

/** How many slaves others may take away. */
public final class SlaveBudget extends Part<PodDisruptionBudget> {
    public SlaveBudget() {
        super(PodDisruptionBudget.class, Budgets::slaves);
    }
}
