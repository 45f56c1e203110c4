package io.buddykv.node.port.master;

import io.buddykv.node.port.exchange.ExchangeServer;
import io.buddykv.node.slave.MasterPort;
import io.buddykv.protocol.message.Check;
import io.buddykv.protocol.message.Credentials;
import io.buddykv.protocol.message.Messages;
import io.buddykv.topology.ClusterMapCodec;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * A slave's master port: {@code POST /v1/check}, {@code PUT /v1/map}, {@code GET /v1/map}, {@code GET /v1/load}, and {@code
 * POST /v1/end}, which says that the whole cluster is about to end.
 */
public final class MasterPortServer implements AutoCloseable {
    private final ExchangeServer server;

    public MasterPortServer(Vertx vertx, Credentials credentials, MasterPort slave, Runnable clusterEnds) {
        server = new ExchangeServer(vertx, credentials)
                .message("POST", MasterPortPaths.CHECK, Check.class, slave::check)
                .octets("PUT", MasterPortPaths.MAP, body -> slave.push(ClusterMapCodec.decode(body))
                        .thenApply(nothing -> null))
                .octets("GET", MasterPortPaths.MAP, body -> slave.map()
                        .thenApply(map -> map == null ? null : ClusterMapCodec.encode(map)))
                .octets("GET", MasterPortPaths.LOAD, body -> slave.load().thenApply(Messages::write))
                .order("POST", MasterPortPaths.END, clusterEnds);
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
