package io.buddykv.node.port.exchange;

import io.buddykv.protocol.message.Credentials;
import io.buddykv.protocol.message.MessageException;
import io.buddykv.protocol.message.Messages;
import io.buddykv.protocol.message.ProtocolVersion;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * One internal HTTP port: a few routes, each from a body to a stage of a body. Without the cluster's credentials every
 * request is refused with 401, what another node asks in another protocol with 426; a stage that fails is answered by 409
 * and its reason. Orders come from people and from the operator, who speak none of the nodes' protocols.
 */
public final class ExchangeServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ExchangeServer.class);
    private static final int BIND_SECONDS = 10;
    private static final String NUMBER = "{n}";

    private final Vertx vertx;
    private final Credentials credentials;
    private final Map<String, Function<byte[], CompletionStage<byte[]>>> routes = new TreeMap<>();
    private final List<NumberedRoute> numberedRoutes = new ArrayList<>();
    private final Set<String> betweenNodes = new HashSet<>();
    private final ForeignNodes foreign = new ForeignNodes();
    private HttpServer server;

    /** A route with a number in its path; it takes no content. */
    private record NumberedRoute(Pattern form, IntFunction<CompletionStage<byte[]>> route) {
        Function<byte[], CompletionStage<byte[]>> match(String methodAndPath) {
            Matcher matcher = form.matcher(methodAndPath);
            return matcher.matches() ? body -> route.apply(Integer.parseInt(matcher.group(1))) : null;
        }
    }

    public ExchangeServer(Vertx vertx, Credentials credentials) {
        this.vertx = vertx;
        this.credentials = credentials;
    }

    /** A route between nodes with octets both ways; a stage of null is answered with no content. */
    public ExchangeServer octets(String method, String path, Function<byte[], CompletionStage<byte[]>> route) {
        routes.put(method + " " + path, route);
        betweenNodes.add(method + " " + path);
        return this;
    }

    /** A route between nodes that takes and gives messages. */
    public <I, O> ExchangeServer message(
            String method, String path, Class<I> type, Function<I, CompletionStage<O>> route) {
        return octets(method, path, messages(type, route));
    }

    /** A route for orders that takes and gives messages. */
    public <I, O> ExchangeServer order(
            String method, String path, Class<I> type, Function<I, CompletionStage<O>> route) {
        routes.put(method + " " + path, messages(type, route));
        return this;
    }

    /** A route for an order that says all by its path, and is answered with no content. */
    public ExchangeServer order(String method, String path, Runnable order) {
        routes.put(method + " " + path, body -> {
            order.run();
            return CompletableFuture.completedFuture(null);
        });
        return this;
    }

    private static <I, O> Function<byte[], CompletionStage<byte[]>> messages(
            Class<I> type, Function<I, CompletionStage<O>> route) {
        return body -> route.apply(Messages.read(body, type))
                .thenApply(answer -> answer == null ? null : Messages.write(answer));
    }

    /** A route for orders with a number, where its path has {@code {n}}, that gives a message and takes none. */
    public <O> ExchangeServer numberedOrder(String method, String path, IntFunction<CompletionStage<O>> route) {
        int at = path.indexOf(NUMBER);
        Pattern form = Pattern.compile(Pattern.quote(method + " " + path.substring(0, at)) + "([0-9]{1,9})"
                + Pattern.quote(path.substring(at + NUMBER.length())));
        numberedRoutes.add(new NumberedRoute(form, number -> route.apply(number).thenApply(Messages::write)));
        return this;
    }

    /**
     * Binds the port.
     *
     * @return the port that was bound
     */
    public int listen(String host, int port) throws InterruptedException, ExecutionException, TimeoutException {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setTcpNoDelay(true)
                .setIdleTimeout(60);
        server = vertx.createHttpServer(options)
                .requestHandler(this::handle)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(BIND_SECONDS, TimeUnit.SECONDS);
        return server.actualPort();
    }

    private void handle(HttpServerRequest request) {
        request.response().putHeader(ProtocolVersion.HEADER, Integer.toString(ProtocolVersion.CURRENT));
        if (!credentials.accepts(request.getHeader(Credentials.HEADER))) {
            answer(request, 401, "the cluster's credentials are missing or wrong");
            return;
        }
        String methodAndPath = request.method() + " " + request.path();
        int theirs = ProtocolVersion.told(request.getHeader(ProtocolVersion.HEADER));
        if (betweenNodes.contains(methodAndPath) && !ProtocolVersion.isSpoken(theirs)) {
            String node = "the node at " + request.remoteAddress().host();
            foreign.met(node, theirs, node + " was refused: " + ProtocolVersion.refusal(theirs));
            answer(request, 426, ProtocolVersion.refusal(theirs));
            return;
        }
        Function<byte[], CompletionStage<byte[]>> route = route(methodAndPath);
        if (route == null) {
            answer(request, 404, "nothing here; there are " + routes.keySet());
            return;
        }
        if (announcedLength(request) > Messages.MAX_LENGTH) {
            answer(request, 413, "more than " + Messages.MAX_LENGTH + " octets");
            return;
        }
        request.body().onSuccess(body -> run(request, route, body)).onFailure(failure -> request.connection()
                .close());
    }

    private Function<byte[], CompletionStage<byte[]>> route(String methodAndPath) {
        Function<byte[], CompletionStage<byte[]>> exact = routes.get(methodAndPath);
        return exact != null
                ? exact
                : numberedRoutes.stream()
                        .map(numbered -> numbered.match(methodAndPath))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    private static long announcedLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException notANumber) {
            return Long.MAX_VALUE;
        }
    }

    private void run(HttpServerRequest request, Function<byte[], CompletionStage<byte[]>> route, Buffer body) {
        CompletionStage<byte[]> stage;
        try {
            stage = route.apply(body.getBytes());
        } catch (MessageException malformed) {
            answer(request, 400, malformed.getMessage());
            return;
        }
        stage.whenComplete((octets, failure) -> {
            if (failure != null) {
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                LOG.debugf("%s %s refused: %s", request.method(), request.path(), cause.getMessage());
                answer(request, 409, String.valueOf(cause.getMessage()));
            } else if (octets == null) {
                request.response().setStatusCode(204).end();
            } else {
                request.response().setStatusCode(200).end(Buffer.buffer(octets));
            }
        });
    }

    private static void answer(HttpServerRequest request, int status, String text) {
        request.response().setStatusCode(status).end(text + "\n");
    }

    @Override
    public void close() {
        if (server != null) {
            server.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
