package io.buddykv.node.local;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "scale",
        sortOptions = false,
        description = {
            "Changes the number of slaves while clients go on, and shows how far it is.",
            "More: slaves are started, then given their share of the key ranges.",
            "Fewer: those with the highest numbers give up what they hold, then end."
        })
final class ScaleCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Parameters(paramLabel = "N", description = "How many slaves there are to be")
    private int slaves;

    @Mixin
    private WaitOption wait;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ClusterState state = home.running();
        new Scaling(home.home(), spec.commandLine().getOut(), wait.seconds()).to(state, slaves);
        return Kv.DONE;
    }
}
