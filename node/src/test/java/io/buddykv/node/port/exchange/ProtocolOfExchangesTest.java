package io.buddykv.node.port.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.protocol.message.Credentials;
import io.buddykv.protocol.message.ForeignProtocolException;
import io.buddykv.protocol.message.ProtocolVersion;
import io.buddykv.protocol.message.SizeOrder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests between nodes of different protocols, over real connections. */
class ProtocolOfExchangesTest {
    private static final String HOST = "127.0.0.1";
    private static final Credentials CREDENTIALS = new Credentials("a secret that is long enough");
    private static final byte[] BODY = {1, 2, 3};
    private static final int TIMEOUT_MILLIS = 30_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private Vertx vertx;
    private ExchangeServer server;
    private ExchangeClient client;
    private int port;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        client = new ExchangeClient(vertx, CREDENTIALS, TIMEOUT_MILLIS);
        server = new ExchangeServer(vertx, CREDENTIALS)
                .octets("POST", "/v1/between", CompletableFuture::completedFuture)
                .order("PUT", "/v1/order", SizeOrder.class, CompletableFuture::completedFuture);
        port = server.listen(HOST, 0);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private HttpResponse<String> ask(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + port + path))
                .method(method, BodyPublishers.ofString(body))
                .header(Credentials.HEADER, CREDENTIALS.headerValue());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private byte[] exchange(int at) throws Exception {
        return client.octets(HttpMethod.POST, HOST, at, "/v1/between", BODY)
                .toCompletableFuture()
                .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Test
    void nodesOfOneProtocolUnderstandEachOther() throws Exception {
        assertThat(exchange(port)).isEqualTo(BODY);
    }

    @Test
    void aRequestInAnotherProtocolIsRefusedAndBothAreNamed() throws Exception {
        HttpResponse<String> answer = ask("POST", "/v1/between", "{}", ProtocolVersion.HEADER, "7");
        assertThat(answer.statusCode()).isEqualTo(426);
        assertThat(answer.body().strip()).isEqualTo("protocol " + ProtocolVersion.CURRENT + " is spoken here, not 7");
        assertThat(answer.headers().firstValue(ProtocolVersion.HEADER))
                .contains(Integer.toString(ProtocolVersion.CURRENT));
    }

    @Test
    void aNodeThatDoesNotSayWhatItSpeaksIsRefused() throws Exception {
        assertThat(ask("POST", "/v1/between", "{}").statusCode()).isEqualTo(426);
    }

    @Test
    void ordersComeFromThoseWhoSpeakNoProtocol() throws Exception {
        assertThat(ask("PUT", "/v1/order", "{\"slaves\":3}").statusCode()).isEqualTo(200);
    }

    @Test
    void anAnswerInAnotherProtocolIsNotRead() throws Exception {
        HttpServer other = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .putHeader(ProtocolVersion.HEADER, "7")
                        .end("{}"))
                .listen(0, HOST)
                .toCompletionStage()
                .toCompletableFuture()
                .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        assertThatThrownBy(() -> exchange(other.actualPort()))
                .hasCauseInstanceOf(ForeignProtocolException.class)
                .hasMessageContaining("speaks protocol 7, this node " + ProtocolVersion.CURRENT);
    }
}
