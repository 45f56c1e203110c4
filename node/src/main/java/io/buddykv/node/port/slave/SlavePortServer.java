package io.buddykv.node.port.slave;

import io.buddykv.node.master.ClusterOrders;
import io.buddykv.node.master.SlavePort;
import io.buddykv.node.port.exchange.ExchangeServer;
import io.buddykv.protocol.message.CopyReport;
import io.buddykv.protocol.message.Credentials;
import io.buddykv.protocol.message.Leaving;
import io.buddykv.protocol.message.PromotionOrder;
import io.buddykv.protocol.message.Registration;
import io.buddykv.protocol.message.ReleaseReport;
import io.buddykv.protocol.message.ShapeOrder;
import io.buddykv.protocol.message.SizeOrder;
import io.buddykv.protocol.message.Suspicion;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * A master's slave port: registrations, suspicions, claims about copies, releases, leavings, all of them posted; and, with
 * the same credentials, the orders of people and of the operator.
 */
public final class SlavePortServer implements AutoCloseable {
    private final ExchangeServer server;

    public SlavePortServer(Vertx vertx, Credentials credentials, SlavePort master, ClusterOrders orders) {
        server = new ExchangeServer(vertx, credentials)
                .message("POST", SlavePortPaths.REGISTRATIONS, Registration.class, master::register)
                .message("POST", SlavePortPaths.SUSPICIONS, Suspicion.class, master::suspect)
                .message("POST", SlavePortPaths.COPIES, CopyReport.class, master::report)
                .message("POST", SlavePortPaths.RELEASES, ReleaseReport.class, master::release)
                .message("POST", SlavePortPaths.LEAVINGS, Leaving.class, master::leaving)
                .order("PUT", SlavePortPaths.SIZE, SizeOrder.class, orders::resize)
                .order("PUT", SlavePortPaths.SHAPE, ShapeOrder.class, orders::reshape)
                .order("PUT", SlavePortPaths.PROMOTION, PromotionOrder.class, orders::promote)
                .numberedOrder("POST", SlavePortPaths.DRAIN, orders::drain)
                .numberedOrder("POST", SlavePortPaths.UNDRAIN, orders::undrain);
    }

    /** Binds it; returns the port that was bound. */
    public int listen(String host, int port) throws InterruptedException, ExecutionException, TimeoutException {
        return server.listen(host, port);
    }

    @Override
    public void close() {
        server.close();
    }
}
