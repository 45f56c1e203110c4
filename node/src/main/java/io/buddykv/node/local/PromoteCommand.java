package io.buddykv.node.local;

import io.buddykv.protocol.message.PromotionOrder;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Has a copy that is in sync made the primary of its range, and waits until it is. */
@Command(name = "promote", description = "Makes an in-sync copy the home and the primary of its key range.")
final class PromoteCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Parameters(index = "0", paramLabel = "RANGE", description = "The key range's index")
    private int range;

    @Parameters(index = "1", paramLabel = "N", description = "The number of a slave that holds it in sync")
    private int slave;

    @Mixin
    private WaitOption wait;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        home.running();
        PrintWriter out = spec.commandLine().getOut();
        long version = new MasterOrders(home.home())
                .promote(new PromotionOrder(range, slave))
                .version();
        new MoveWait(home.home(), out, wait.seconds()).untilPlanned(version);
        out.println("range " + range + " is served by slave-" + slave);
        return Kv.DONE;
    }
}
