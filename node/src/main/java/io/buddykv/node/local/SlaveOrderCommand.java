package io.buddykv.node.local;

import io.buddykv.protocol.message.OrderAnswer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives the master an order about one slave, and waits until the ranges lie as it demands. */
abstract class SlaveOrderCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Parameters(paramLabel = "N", description = "The slave's number")
    private int number;

    @Mixin
    private WaitOption wait;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public final Integer call() throws IOException, InterruptedException {
        home.running();
        PrintWriter out = spec.commandLine().getOut();
        long version = order(new MasterOrders(home.home()), number).version();
        new MoveWait(home.home(), out, wait.seconds()).untilPlanned(version);
        out.println(done(number));
        return Kv.DONE;
    }

    abstract OrderAnswer order(MasterOrders orders, int slave) throws IOException, InterruptedException;

    /** What a person is told when it is so. */
    abstract String done(int slave);
}
