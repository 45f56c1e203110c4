package io.buddykv.operator.model;

import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/** How many pods others may take away at a time: one of each role, and no slave while a key range is not fully in sync. */
public final class Budgets {
    private Budgets() {}

    public static PodDisruptionBudget slaves(Blueprint blueprint) {
        return budget(Role.SLAVE, blueprint, blueprint.disruptionAllowed() ? 1 : 0);
    }

    public static PodDisruptionBudget masters(Blueprint blueprint) {
        return budget(Role.MASTER, blueprint, 1);
    }

    public static PodDisruptionBudget zooKeeper(Blueprint blueprint) {
        return budget(Role.ZOOKEEPER, blueprint, 1);
    }

    private static PodDisruptionBudget budget(Role role, Blueprint blueprint, int maxUnavailable) {
        Names names = blueprint.names();
        return new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName(names.set(role))
                .withNamespace(names.namespace())
                .withLabels(Labels.of(names, role))
                .endMetadata()
                .withNewSpec()
                .withNewMaxUnavailable(maxUnavailable)
                .withNewSelector()
                .withMatchLabels(Labels.selector(names, role))
                .endSelector()
                .endSpec()
                .build();
    }
}
