package io.buddykv.node.local;

import io.buddykv.node.boot.ClientPassword;
import io.buddykv.node.boot.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Holds the password; default: the running cluster's, if it has one")
    private Path passwordFile;

    /** What connections have to say first. */
    Optional<String> password() {
        Path file = passwordFile == null && !isElsewhere() ? home.home().password() : passwordFile;
        boolean isGiven = passwordFile != null || file != null && Files.exists(file);
        return isGiven ? Optional.of(ClientPassword.read(file)) : Optional.empty();
    }

    private boolean isElsewhere() {
        return host != null || port != null;
    }

    List<HostPort> addresses() {
        if (isElsewhere()) {
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
