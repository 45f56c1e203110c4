package io.buddykv.node.local;

import io.buddykv.protocol.message.OrderAnswer;
import java.io.IOException;
import picocli.CommandLine.Command;

@Command(
        name = "drain",
        description =
                "Moves everything away from a slave, which goes on without holding anything until it is undrained.")
final class DrainCommand extends SlaveOrderCommand {
    @Override
    OrderAnswer order(MasterOrders orders, int slave) throws IOException, InterruptedException {
        return orders.drain(slave);
    }

    @Override
    String done(int slave) {
        return "slave-" + slave + " holds nothing; './kv undrain " + slave + "' gives it its share again";
    }
}
