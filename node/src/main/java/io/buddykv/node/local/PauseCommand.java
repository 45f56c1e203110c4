package io.buddykv.node.local;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "pause", description = "Stops a process where it stands (SIGSTOP), as a frozen machine would.")
final class PauseCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Mixin
    private TargetArgument target;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        ClusterState state = home.running();
        ProcessHandle process = target.processIn(state);
        if (!Signals.pause(process.pid())) {
            throw new LaunchException("process " + process.pid() + " could not be paused");
        }
        spec.commandLine().getOut().println(target.in(state).name() + " (process " + process.pid() + ") paused");
        return Kv.DONE;
    }
}
