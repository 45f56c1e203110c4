package io.buddykv.operator.dependent;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.operator.model.ServiceMonitor;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;

/** Only where the API of service monitors exists; looked up once in the operator's life. */
public final class WithPrometheusOperator implements Condition<ServiceMonitor, ClusterResource> {
    private static volatile Boolean present;

    @Override
    public boolean isMet(
            DependentResource<ServiceMonitor, ClusterResource> part,
            ClusterResource cluster,
            Context<ClusterResource> context) {
        Boolean known = present;
        if (known == null) {
            known = isPresent(context.getClient());
            present = known;
        }
        return known;
    }

    private static boolean isPresent(KubernetesClient client) {
        APIResourceList resources = client.getApiResources(ServiceMonitor.GROUP + "/" + ServiceMonitor.VERSION);
        return resources != null
                && resources.getResources().stream()
                        .anyMatch(resource -> resource.getName().equals(ServiceMonitor.PLURAL));
    }
}
