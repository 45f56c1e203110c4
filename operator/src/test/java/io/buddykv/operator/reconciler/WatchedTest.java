package io.buddykv.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchedTest {
    private static final PodDisruptionBudget BUDGET = new PodDisruptionBudgetBuilder()
            .withNewMetadata()
            .withName("kv-slave")
            .withResourceVersion("7")
            .withLabels(Map.of("app.kubernetes.io/instance", "kv"))
            .withOwnerReferences(
                    new OwnerReferenceBuilder().withName("kv").withUid("1").build())
            .endMetadata()
            .withNewSpec()
            .withNewMaxUnavailable(1)
            .endSpec()
            .build();

    private static PodDisruptionBudgetBuilder changed() {
        return new PodDisruptionBudgetBuilder(BUDGET)
                .editMetadata()
                .withResourceVersion("8")
                .endMetadata();
    }

    @Test
    void whatKubernetesCountsIntoABudgetIsNoReasonToLook() {
        PodDisruptionBudget counted = changed()
                .withNewStatus()
                .withCurrentHealthy(2)
                .withDisruptionsAllowed(1)
                .endStatus()
                .build();

        assertThat(Watched.isMoreThanCounted(counted, BUDGET)).isFalse();
    }

    @Test
    void aBudgetThatSomebodyChangedIsLookedAt() {
        PodDisruptionBudget allowsMore =
                changed().editSpec().withNewMaxUnavailable(3).endSpec().build();
        PodDisruptionBudget unlabelled =
                changed().editMetadata().withLabels(Map.of()).endMetadata().build();
        PodDisruptionBudget unowned = changed()
                .editMetadata()
                .withOwnerReferences(List.of())
                .endMetadata()
                .build();

        assertThat(List.of(allowsMore, unlabelled, unowned))
                .allSatisfy(budget ->
                        assertThat(Watched.isMoreThanCounted(budget, BUDGET)).isTrue());
    }
}
