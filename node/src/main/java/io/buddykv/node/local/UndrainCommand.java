package io.buddykv.node.local;

import io.buddykv.protocol.message.OrderAnswer;
import java.io.IOException;
import picocli.CommandLine.Command;

@Command(name = "undrain", description = "Gives a slave that was drained its share of the key ranges again.")
final class UndrainCommand extends SlaveOrderCommand {
    @Override
    OrderAnswer order(MasterOrders orders, int slave) throws IOException, InterruptedException {
        return orders.undrain(slave);
    }

    @Override
    String done(int slave) {
        return "slave-" + slave + " holds its share";
    }
}
