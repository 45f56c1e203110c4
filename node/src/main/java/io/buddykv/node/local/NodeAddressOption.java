package io.buddykv.node.local;

import io.buddykv.node.boot.Role;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which client port to talk to: one that is named, or those of the running cluster. */
final class NodeAddressOption {
    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = {"--host"},
            description = "Instead of the running cluster (default: 127.0.0.1 with --port)")
    private String host;

    @Option(
            names = {"-p", "--port"},
            description = "Client port; default: the running cluster's slaves, then masters")
    private Integer port;

    List<HostPort> addresses() {
        if (host != null || port != null) {
            return List.of(new HostPort(
                    host == null ? ClusterPlan.HOST : host,
                    port == null ? PortPlan.STANDARD + ClusterPlan.FIRST_SLAVE : port));
        }
        ClusterState state = home.running();
        List<NodeState> nodes = new ArrayList<>(state.of(Role.SLAVE));
        nodes.addAll(state.of(Role.MASTER));
        return nodes.stream()
                .filter(node -> node.isAlive() && !node.process().isPaused())
                .map(node -> new HostPort(state.host(), node.ports().client()))
                .toList();
    }
}
