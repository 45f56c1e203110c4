package io.buddykv.e2e;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips what cannot be tested here, and says why in one line. */
final class OnKubernetesCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        OnKubernetes wanted = context.getRequiredTestClass().getAnnotation(OnKubernetes.class);
        if (!TestingKubernetes.isGiven()) {
            return skipped(context, TestingKubernetes.whyNone());
        }
        if (wanted != null && wanted.pods() && !runsPods()) {
            return skipped(context, "this Kubernetes has no machine that is ready");
        }
        return ConditionEvaluationResult.enabled("there is a Kubernetes");
    }

    private static ConditionEvaluationResult skipped(ExtensionContext context, String why) {
        if (context.getTestMethod().isEmpty()) {
            System.out.println(context.getDisplayName() + " is skipped: " + why);
        }
        return ConditionEvaluationResult.disabled(why);
    }

    private static boolean runsPods() {
        try (KubernetesClient client = TestingKubernetes.client()) {
            return client.nodes().list().getItems().stream().anyMatch(OnKubernetesCondition::isReady);
        }
    }

    private static boolean isReady(Node machine) {
        return machine.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }
}
