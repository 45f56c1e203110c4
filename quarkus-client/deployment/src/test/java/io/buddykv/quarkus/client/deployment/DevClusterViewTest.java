package io.buddykv.quarkus.client.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevClusterViewTest {
    @TempDir
    Path home;

    private HttpServer node;

    @BeforeEach
    void start() throws IOException {
        node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answers("/v1/cluster", "{\"version\": 7}");
        answers("/v1/cluster/ranges", "[{\"range\": 0, \"primary\": 2}]");
        node.start();
    }

    private void answers(String path, String body) {
        node.createContext(path, exchange -> {
            boolean isIt = exchange.getRequestURI().getPath().equals(path);
            exchange.sendResponseHeaders(isIt ? 200 : 404, 0);
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
    }

    @AfterEach
    void end() {
        node.stop(0);
    }

    private void runs(int... httpPorts) throws IOException {
        StringBuilder nodes = new StringBuilder();
        for (int port : httpPorts) {
            nodes.append(nodes.isEmpty() ? "" : ", ")
                    .append("{\"role\": \"SLAVE\", \"ports\": {\"http\": " + port + "}}");
        }
        Files.writeString(
                home.resolve("state.json"),
                "{\"supervisor\": {\"pid\": " + ProcessHandle.current().pid()
                        + "}, \"host\": \"127.0.0.1\", \"nodes\": [" + nodes + "]}");
    }

    private JsonNode status() throws IOException {
        return new ObjectMapper().readTree(new DevClusterView(home).status());
    }

    private static int nobodyListens() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void whicheverNodeAnswersTellsOfTheCluster() throws IOException {
        runs(nobodyListens(), node.getAddress().getPort());

        assertThat(status().path("cluster").path("version").asInt()).isEqualTo(7);
        assertThat(status().path("ranges").path(0).path("primary").asInt()).isEqualTo(2);
        assertThat(status().has("trouble")).isFalse();
    }

    @Test
    void thatNobodyAnswersIsSaid() throws IOException {
        assertThat(status().path("trouble").asText()).isEqualTo("no cluster runs in " + home);
        runs(nobodyListens());
        assertThat(status().path("trouble").asText()).contains("does not answer");
    }
}
