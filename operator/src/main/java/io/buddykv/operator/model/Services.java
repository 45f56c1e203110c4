package io.buddykv.operator.model;

import io.buddykv.crds.kubernetes.ServiceResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.List;
import java.util.stream.Stream;

/** One service for clients, and a headless one for each role, so that pods have names. */
public final class Services {
    private Services() {}

    public static Service client(Blueprint blueprint) {
        ServiceResource wanted = blueprint.spec().service();
        Names names = blueprint.names();
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(names.clientService())
                .withNamespace(names.namespace())
                .withLabels(Labels.of(names))
                .addToAnnotations(wanted.annotations())
                .endMetadata()
                .withNewSpec()
                .withType(wanted.type())
                .withSelector(Labels.selector(names, Role.SLAVE))
                .withPorts(ports(Port.CLIENT, Port.HTTP))
                .endSpec()
                .build();
    }

    /** Publishes addresses that are not ready: replication and joining begin before a slave is. */
    public static Service slaves(Blueprint blueprint) {
        return headless(Role.SLAVE, blueprint, Port.CLIENT, Port.MASTER, Port.REPLICATION, Port.HTTP);
    }

    public static Service masters(Blueprint blueprint) {
        return headless(Role.MASTER, blueprint, Port.CLIENT, Port.SLAVE, Port.HTTP);
    }

    public static Service zooKeeper(Blueprint blueprint) {
        return headless(
                Role.ZOOKEEPER, blueprint, Port.ZOOKEEPER, Port.ZOOKEEPER_PEER, Port.ZOOKEEPER_ELECTION, Port.HTTP);
    }

    private static Service headless(Role role, Blueprint blueprint, Port... ports) {
        Names names = blueprint.names();
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(names.headless(role))
                .withNamespace(names.namespace())
                .withLabels(Labels.of(names, role))
                .endMetadata()
                .withNewSpec()
                .withType("ClusterIP")
                .withClusterIP("None")
                .withPublishNotReadyAddresses(true)
                .withSelector(Labels.selector(names, role))
                .withPorts(ports(ports))
                .endSpec()
                .build();
    }

    private static List<ServicePort> ports(Port... ports) {
        return Stream.of(ports)
                .map(port -> new ServicePortBuilder()
                        .withName(port.label())
                        .withPort(port.number())
                        .withNewTargetPort(port.label())
                        .withProtocol("TCP")
                        .build())
                .toList();
    }
}
