package io.buddykv.node.local;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "undrain", description = "Gives a slave that was drained its share of the key ranges again.")
final class UndrainCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Parameters(paramLabel = "N", description = "The slave's number")
    private int number;

    @Mixin
    private WaitOption wait;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        home.running();
        PrintWriter out = spec.commandLine().getOut();
        long version = new MasterOrders(home.home()).undrain(number).version();
        new MoveWait(home.home(), out, wait.seconds()).untilPlanned(version);
        out.println("slave-" + number + " holds its share");
        return Kv.DONE;
    }
}
