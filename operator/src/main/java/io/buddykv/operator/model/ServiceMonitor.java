package io.buddykv.operator.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;

/** What Prometheus' operator is told, where it is installed: as much of its resource as is used here. */
@Group(ServiceMonitor.GROUP)
@Version(ServiceMonitor.VERSION)
@Plural(ServiceMonitor.PLURAL)
public class ServiceMonitor extends CustomResource<ServiceMonitor.Spec, Void> implements Namespaced {
    public static final String GROUP = "monitoring.coreos.com";
    public static final String VERSION = "v1";
    public static final String PLURAL = "servicemonitors";
    private static final long serialVersionUID = 1L;

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Spec(LabelSelector selector, List<Endpoint> endpoints, List<String> targetLabels) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Endpoint(String port, String path, String interval) {}

    /** Scrapes slaves, masters and ZooKeeper by their headless services; what is told carries the cluster's name and the role. */
    public static ServiceMonitor of(Blueprint blueprint) {
        ServiceMonitor monitor = new ServiceMonitor();
        monitor.setMetadata(new ObjectMetaBuilder()
                .withName(blueprint.names().cluster())
                .withNamespace(blueprint.names().namespace())
                .withLabels(Labels.of(blueprint.names()))
                .build());
        monitor.setSpec(new Spec(
                new LabelSelectorBuilder()
                        .withMatchLabels(Labels.selector(blueprint.names()))
                        .addNewMatchExpression()
                        .withKey(Labels.COMPONENT)
                        .withOperator("Exists")
                        .endMatchExpression()
                        .build(),
                List.of(new Endpoint(Port.HTTP.label(), "/q/metrics", "15s")),
                List.of(Labels.INSTANCE, Labels.COMPONENT)));
        return monitor;
    }
}
