package io.buddykv.node.port.slave;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.master.ClusterOrders;
import io.buddykv.node.master.RefusedException;
import io.buddykv.node.master.RefusingSlavePort;
import io.buddykv.protocol.message.Credentials;
import io.buddykv.protocol.message.OrderAnswer;
import io.buddykv.protocol.message.PromotionOrder;
import io.buddykv.protocol.message.ShapeOrder;
import io.buddykv.protocol.message.SizeOrder;
import io.buddykv.topology.Rebalancing;
import io.buddykv.topology.placement.PlacementPolicy;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The orders of people and of the operator, over a real connection. */
class SlavePortServerTest {
    private static final String HOST = "127.0.0.1";
    private static final Credentials CREDENTIALS = new Credentials("the secret of the cluster");
    private static final int TIMEOUT_SECONDS = 30;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Written orders = new Written();
    private Vertx vertx;
    private SlavePortServer server;
    private int port;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        server = new SlavePortServer(vertx, CREDENTIALS, new RefusingSlavePort(), orders);
        port = server.listen(HOST, 0);
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void everyOrderArrivesWhole() throws Exception {
        assertThat(ask("PUT", "/v1/cluster/size", "{\"slaves\": 4}").statusCode())
                .isEqualTo(200);
        assertThat(ask(
                                "PUT",
                                "/v1/cluster/shape",
                                "{\"buddies\": 2, \"placement\": \"RING\", \"rebalancing\": {\"by\": \"LOAD\","
                                        + " \"maxParallelMoves\": 8, \"maxBytesPerSecond\": 1000}}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(ask("POST", "/v1/cluster/slaves/3/drain", "").statusCode()).isEqualTo(200);
        assertThat(ask("POST", "/v1/cluster/slaves/3/undrain", "").statusCode()).isEqualTo(200);
        assertThat(ask("PUT", "/v1/cluster/promotion", "{\"range\": 7, \"slave\": 2}")
                        .statusCode())
                .isEqualTo(200);

        assertThat(orders.taken)
                .containsExactly(
                        new SizeOrder(4),
                        new ShapeOrder(2, PlacementPolicy.RING, new Rebalancing(Rebalancing.By.LOAD, 8, 1000)),
                        "drain 3",
                        "undrain 3",
                        new PromotionOrder(7, 2));
    }

    @Test
    void theAnswerTellsWhatItLeadsTo() throws Exception {
        assertThat(ask("PUT", "/v1/cluster/size", "{\"slaves\": 4}").body())
                .contains("\"version\":12")
                .contains("\"moves\":191");
    }

    @Test
    void whoDoesNotKnowTheSecretOrdersNothing() throws Exception {
        HttpRequest.Builder size = request("PUT", "/v1/cluster/size", "{\"slaves\": 4}");
        assertThat(send(size).statusCode()).isEqualTo(401);
        assertThat(send(size.header(Credentials.HEADER, new Credentials("not the secret of the cluster").headerValue()))
                        .statusCode())
                .isEqualTo(401);
        assertThat(orders.taken).isEmpty();
    }

    @Test
    void whatCannotBeReadIsNoOrder() throws Exception {
        assertThat(ask("PUT", "/v1/cluster/size", "{\"slaves\": ").statusCode()).isEqualTo(400);
        assertThat(ask("PUT", "/v1/cluster/size", "{\"slaves\": \"many\"}").statusCode())
                .isEqualTo(400);
        assertThat(ask("POST", "/v1/cluster/slaves/x/drain", "").statusCode()).isEqualTo(404);
        assertThat(orders.taken).isEmpty();
    }

    @Test
    void aRefusalIsToldWithItsReason() throws Exception {
        orders.refusal = "3 slaves could not hold it";
        HttpResponse<String> answer = ask("PUT", "/v1/cluster/size", "{\"slaves\": 3}");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("3 slaves could not hold it");
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        return send(request(method, path, body).header(Credentials.HEADER, CREDENTIALS.headerValue()));
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Takes orders down. */
    private static final class Written implements ClusterOrders {
        final Queue<Object> taken = new ConcurrentLinkedQueue<>();
        volatile String refusal;

        private CompletionStage<OrderAnswer> taken(Object order) {
            if (refusal != null) {
                return CompletableFuture.failedFuture(new RefusedException(refusal));
            }
            taken.add(order);
            return CompletableFuture.completedFuture(new OrderAnswer(12, 4, List.of(), 191));
        }

        @Override
        public CompletionStage<OrderAnswer> resize(SizeOrder order) {
            return taken(order);
        }

        @Override
        public CompletionStage<OrderAnswer> reshape(ShapeOrder order) {
            return taken(order);
        }

        @Override
        public CompletionStage<OrderAnswer> drain(int number) {
            return taken("drain " + number);
        }

        @Override
        public CompletionStage<OrderAnswer> undrain(int number) {
            return taken("undrain " + number);
        }

        @Override
        public CompletionStage<OrderAnswer> promote(PromotionOrder order) {
            return taken(order);
        }
    }
}
