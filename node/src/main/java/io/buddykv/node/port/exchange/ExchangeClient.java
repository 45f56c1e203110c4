package io.buddykv.node.port.exchange;

import io.buddykv.protocol.message.Credentials;
import io.buddykv.protocol.message.ForeignProtocolException;
import io.buddykv.protocol.message.Messages;
import io.buddykv.protocol.message.ProtocolVersion;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.CompletionStage;

/**
 * Calls the internal HTTP ports of other nodes, with the cluster's credentials, the protocol that this node speaks, and a
 * time limit per call.
 */
public final class ExchangeClient implements AutoCloseable {
    private static final int CONNECTIONS_PER_NODE = 8;

    private final HttpClient client;
    private final ForeignNodes foreign = new ForeignNodes();
    private final Credentials credentials;
    private final int timeoutMillis;

    public ExchangeClient(Vertx vertx, Credentials credentials, int timeoutMillis) {
        this.credentials = credentials;
        this.timeoutMillis = timeoutMillis;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(timeoutMillis)
                        .setTcpNoDelay(true)
                        .setKeepAliveTimeout(30),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_NODE));
    }

    /**
     * Sends octets and gives the octets of the answer; fails when it is not a success, or late, and with {@link
     * ForeignProtocolException} when it comes from a node that speaks another protocol.
     */
    public CompletionStage<byte[]> octets(HttpMethod method, String host, int port, String path, byte[] body) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(host)
                .setPort(port)
                .setURI(path)
                .setTimeout(timeoutMillis)
                .putHeader(Credentials.HEADER, credentials.headerValue())
                .putHeader(ProtocolVersion.HEADER, Integer.toString(ProtocolVersion.CURRENT));
        return requested(options)
                .compose(request -> request.send(Buffer.buffer(body)))
                .compose(response -> response.body().map(octets -> {
                    requireSpoken(response, host, port);
                    if (response.statusCode() / 100 != 2) {
                        throw new ExchangeRefusedException(
                                response.statusCode(), octets.toString().strip());
                    }
                    return octets.getBytes();
                }))
                .toCompletionStage();
    }

    /** Fails, rather than throws, when this client has been closed: whoever calls may not have heard yet that the node ends. */
    private Future<HttpClientRequest> requested(RequestOptions options) {
        try {
            return client.request(options);
        } catch (IllegalStateException closed) {
            return Future.failedFuture(closed);
        }
    }

    private void requireSpoken(HttpClientResponse response, String host, int port) {
        int theirs = ProtocolVersion.told(response.getHeader(ProtocolVersion.HEADER));
        if (!ProtocolVersion.isSpoken(theirs)) {
            String where = "the node at " + host + ":" + port;
            ForeignProtocolException refused = new ForeignProtocolException(where, theirs);
            foreign.met(where, theirs, refused.getMessage());
            throw refused;
        }
    }

    /** Posts a message and reads the answer as a message. */
    public <T> CompletionStage<T> post(String host, int port, String path, Object message, Class<T> type) {
        return octets(HttpMethod.POST, host, port, path, Messages.write(message))
                .thenApply(octets -> Messages.read(octets, type));
    }

    @Override
    public void close() {
        client.close().toCompletionStage().toCompletableFuture().join();
    }
}
