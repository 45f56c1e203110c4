package io.buddykv.node.local;

import java.util.stream.Collectors;
import picocli.CommandLine.Parameters;

/** The process of the running cluster that a command is about. */
final class TargetArgument {
    @Parameters(paramLabel = "N", description = "Slave's number, or master-0, zookeeper ...")
    private String target;

    NodeState in(ClusterState state) {
        return NodeName.parse(target)
                .flatMap(state::node)
                .orElseThrow(() -> new LaunchException("there is no '" + target + "'; there are "
                        + state.nodes().stream()
                                .map(node -> node.name().toString())
                                .collect(Collectors.joining(", "))));
    }

    ProcessHandle processIn(ClusterState state) {
        NodeState node = in(state);
        if (node.process() == null) {
            throw new LaunchException(node.name() + " is down and waits to be respawned");
        }
        return node.process()
                .process()
                .orElseThrow(() -> new LaunchException(
                        node.name() + " (process " + node.process().pid() + ") has just ended"));
    }
}
