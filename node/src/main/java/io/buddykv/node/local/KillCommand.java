package io.buddykv.node.local;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "kill",
        description = "Kills a process without warning (SIGKILL). It is respawned under the same internal number.")
final class KillCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Mixin
    private TargetArgument target;

    @Option(names = "--for", paramLabel = "SECONDS", description = "Respawn it only after this time")
    private int downSeconds;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ClusterState state = home.running();
        ProcessHandle process = target.processIn(state);
        String label = target.in(state).name().toString();
        if (downSeconds > 0) {
            Hold.until(home.home(), label, System.currentTimeMillis() + TimeUnit.SECONDS.toMillis(downSeconds));
        }
        process.destroyForcibly();
        spec.commandLine().getOut().println(label + " (process " + process.pid() + ") killed");
        return Kv.DONE;
    }
}
