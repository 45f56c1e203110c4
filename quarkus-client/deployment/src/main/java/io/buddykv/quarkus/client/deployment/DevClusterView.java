package io.buddykv.quarkus.client.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The cluster of Dev Services as a page of the Dev UI shows it: asked at the http port of whichever node answers. */
final class DevClusterView {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Path home;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    DevClusterView(Path home) {
        this.home = home;
    }

    /** JSON: {@code cluster} and {@code ranges} as the http port has them, or {@code trouble}. */
    String status() {
        ObjectNode status = JSON.createObjectNode();
        String trouble = "no cluster runs in " + home;
        for (URI node :
                DevClusterState.read(home).map(DevClusterState::httpPorts).orElse(List.of())) {
            try {
                status.set("cluster", get(node.resolve("/v1/cluster")));
                status.set("ranges", get(node.resolve("/v1/cluster/ranges")));
                return status.toString();
            } catch (IOException silent) {
                trouble = node + " does not answer: " + silent.getMessage();
            }
        }
        return status.put("trouble", trouble).toString();
    }

    private JsonNode get(URI uri) throws IOException {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("HTTP " + response.statusCode());
            }
            return JSON.readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Kills a slave without warning; it comes again by itself. */
    static String kill(Launcher launcher, String slave) {
        try {
            launcher.run("kill", slave);
            return "slave " + slave + " has been killed";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
