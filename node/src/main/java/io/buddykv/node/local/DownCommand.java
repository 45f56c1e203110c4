package io.buddykv.node.local;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "down",
        description =
                "Ends the cluster: slaves, masters, ZooKeeper, in this order. What it held was in memory and is gone.")
final class DownCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        Optional<ClusterState> state = new StateFile(home.home().state()).read();
        if (state.isEmpty()) {
            out.println("no cluster runs from " + home.home().directory());
            return Kv.DONE;
        }
        boolean inOrder = ClusterEnd.of(state.get(), home.home());
        out.println("cluster " + state.get().clusterName() + " has ended"
                + (inOrder ? "" : "; some processes had to be killed"));
        return Kv.DONE;
    }
}
