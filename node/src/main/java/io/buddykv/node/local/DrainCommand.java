package io.buddykv.node.local;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "drain",
        description =
                "Moves everything away from a slave, which goes on without holding anything until it is undrained.")
final class DrainCommand implements Callable<Integer> {
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
        long version = new MasterOrders(home.home()).drain(number).version();
        new MoveWait(home.home(), out, wait.seconds()).untilPlanned(version);
        out.println("slave-" + number + " holds nothing; './kv undrain " + number + "' gives it its share again");
        return Kv.DONE;
    }
}
