package io.buddykv.operator.model;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import java.util.List;
import java.util.stream.Stream;

/** Who may reach which port: client and http port anybody, what is between nodes only the cluster's own pods. */
public final class Policies {
    private Policies() {}

    public static NetworkPolicy slaves(Blueprint blueprint) {
        return policy(
                Role.SLAVE,
                blueprint,
                List.of(
                        anybody(Port.CLIENT, Port.HTTP),
                        from(
                                List.of(pods(blueprint, Role.SLAVE), pods(blueprint, Role.MASTER), operator()),
                                Port.MASTER),
                        from(List.of(pods(blueprint, Role.SLAVE)), Port.REPLICATION)));
    }

    public static NetworkPolicy masters(Blueprint blueprint) {
        return policy(
                Role.MASTER,
                blueprint,
                List.of(
                        anybody(Port.CLIENT, Port.HTTP),
                        from(
                                List.of(pods(blueprint, Role.SLAVE), pods(blueprint, Role.MASTER), operator()),
                                Port.SLAVE)));
    }

    public static NetworkPolicy zooKeeper(Blueprint blueprint) {
        return policy(
                Role.ZOOKEEPER,
                blueprint,
                List.of(
                        anybody(Port.HTTP),
                        from(List.of(pods(blueprint, Role.SLAVE), pods(blueprint, Role.MASTER)), Port.ZOOKEEPER),
                        from(
                                List.of(pods(blueprint, Role.ZOOKEEPER)),
                                Port.ZOOKEEPER,
                                Port.ZOOKEEPER_PEER,
                                Port.ZOOKEEPER_ELECTION)));
    }

    private static NetworkPolicy policy(Role role, Blueprint blueprint, List<NetworkPolicyIngressRule> ingress) {
        Names names = blueprint.names();
        return new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName(names.set(role))
                .withNamespace(names.namespace())
                .withLabels(Labels.of(names, role))
                .endMetadata()
                .withNewSpec()
                .withPodSelector(selector(Labels.selector(names, role)))
                .withPolicyTypes("Ingress")
                .withIngress(ingress)
                .endSpec()
                .build();
    }

    private static NetworkPolicyIngressRule anybody(Port... ports) {
        return new NetworkPolicyIngressRuleBuilder().withPorts(ports(ports)).build();
    }

    private static NetworkPolicyIngressRule from(List<NetworkPolicyPeer> peers, Port... ports) {
        return new NetworkPolicyIngressRuleBuilder()
                .withFrom(peers)
                .withPorts(ports(ports))
                .build();
    }

    private static NetworkPolicyPeer pods(Blueprint blueprint, Role role) {
        return new NetworkPolicyPeerBuilder()
                .withPodSelector(selector(Labels.selector(blueprint.names(), role)))
                .build();
    }

    /** Wherever it runs: it may stand in another namespace. */
    private static NetworkPolicyPeer operator() {
        return new NetworkPolicyPeerBuilder()
                .withNewNamespaceSelector()
                .endNamespaceSelector()
                .withPodSelector(selector(java.util.Map.of(Labels.NAME, Labels.OPERATOR)))
                .build();
    }

    private static LabelSelector selector(java.util.Map<String, String> labels) {
        return new LabelSelectorBuilder().withMatchLabels(labels).build();
    }

    private static List<NetworkPolicyPort> ports(Port... ports) {
        return Stream.of(ports)
                .map(port -> new NetworkPolicyPortBuilder()
                        .withNewPort(port.number())
                        .withProtocol("TCP")
                        .build())
                .toList();
    }
}
