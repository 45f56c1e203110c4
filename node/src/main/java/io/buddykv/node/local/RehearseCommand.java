package io.buddykv.node.local;

import io.buddykv.crds.KvClusterReader;
import io.buddykv.node.boot.NodeArguments;
import io.buddykv.node.boot.NodeProcess;
import io.buddykv.node.boot.NodeSettings;
import io.buddykv.node.boot.Role;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One of the two processes that {@link TrainCommand} archives the classes of. */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(names = "--commands", description = "The launcher's commands, against a rehearsal that runs")
    private boolean commands;

    @Override
    public Integer call() throws IOException {
        if (commands) {
            return rehearseCommands();
        }
        KvHome kvHome = home.home();
        PortPlan ports =
                PortCheck.anyFree(ClusterPlan.HOST, Rehearsal.SLAVES, Rehearsal.MASTERS, RandomGenerator.getDefault());
        NodeSettings asSlave = Rehearsal.nodes(kvHome, ports).stream()
                .filter(node -> node.role() == Role.SLAVE)
                .findFirst()
                .orElseThrow();
        // Read once from arguments, as by a node that is started.
        NodeSettings settings = NodeArguments.read(NodeArguments.of(asSlave).toArray(String[]::new))
                .orElseThrow();
        NodeProcess.run(settings, Rehearsal.class, kvHome.directory().toString(), Integer.toString(ports.base()));
        return Kv.DONE;
    }

    /** What commands of people and the supervisor load: options, the resource, the state, connections, tables. */
    private int rehearseCommands() {
        String homeOption = "--home=" + home.home().directory();
        for (List<String> command : List.of(
                List.of("status"),
                List.of("status", "--json"),
                List.of("status", homeOption),
                List.of("cli", "SET", "rehearsed", "1"),
                List.of("cli", "GET", "rehearsed"),
                List.of("up", "--help"))) {
            Kv.run(command.toArray(String[]::new));
        }
        KvClusterReader.read("{apiVersion: buddykv.io/v1, kind: KVCluster, metadata: {name: rehearsed}}");
        return Kv.DONE;
    }
}
