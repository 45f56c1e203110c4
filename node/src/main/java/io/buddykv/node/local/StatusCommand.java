package io.buddykv.node.local;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "status", description = "Shows masters, slaves, ports and key ranges of the running cluster.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home = new HomeOption();

    @Option(names = "--json", description = "As one line of JSON")
    private boolean json;

    private final PrintStream out = System.out;

    StatusCommand() {}

    /** Of the home that is meant without options. */
    StatusCommand(boolean json) {
        this.json = json;
    }

    @Override
    public Integer call() {
        ClusterState state = home.running();
        ClusterObserver observer = new ClusterObserver();
        StatusReport status = StatusReport.of(state, observer.report(state));
        if (json) {
            out.println(status.toJson());
        } else {
            StatusTable.lines(state.clusterName(), status).forEach(out::println);
            observer.mastersWaitFor(state).forEach(out::println);
            if (!state.supervisor().isAlive()) {
                out.println("The supervisor is gone: nothing is respawned. './kv down', then './kv up'.");
            }
        }
        return Kv.DONE;
    }
}
