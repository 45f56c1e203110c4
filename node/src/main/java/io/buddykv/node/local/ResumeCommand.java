package io.buddykv.node.local;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "resume", description = "Lets a paused process go on (SIGCONT).")
final class ResumeCommand implements Callable<Integer> {
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
        if (!Signals.resume(process.pid())) {
            throw new LaunchException("process " + process.pid() + " could not be resumed");
        }
        spec.commandLine().getOut().println(target.in(state).name() + " (process " + process.pid() + ") resumed");
        return Kv.DONE;
    }
}
