package io.buddykv.node.local;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "down",
        description = {
            "Ends the cluster: masters, slaves, ZooKeeper, in this order.",
            "What it held in memory is gone; with spec.storage, 'up' brings everything back."
        })
final class DownCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(names = "--forget", description = "Delete what the cluster has stored as well")
    private boolean forget;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        Optional<ClusterState> state = new StateFile(home.home().state()).read();
        if (state.isEmpty()) {
            out.println("no cluster runs from " + home.home().directory());
            forgetWhenTold();
            return Kv.DONE;
        }
        boolean inOrder = ClusterEnd.of(state.get(), home.home(), out::println);
        out.println("cluster " + state.get().clusterName() + " has ended"
                + (inOrder ? "" : "; some processes had to be killed"));
        forgetWhenTold();
        return Kv.DONE;
    }

    private void forgetWhenTold() throws IOException {
        if (forget) {
            home.home().forgetCluster();
        }
    }
}
