package io.buddykv.quarkus.client.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What the launcher keeps of a cluster that runs, in {@code state.json} of its directory. */
record DevClusterState(JsonNode state) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Empty where no cluster runs. */
    static Optional<DevClusterState> read(Path home) {
        Path file = home.resolve("state.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            DevClusterState state = new DevClusterState(JSON.readTree(file.toFile()));
            return state.isAlive() ? Optional.of(state) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private boolean isAlive() {
        return ProcessHandle.of(state.path("supervisor").path("pid").asLong(-1))
                .filter(ProcessHandle::isAlive)
                .isPresent();
    }

    String hosts() {
        String host = state.path("host").asText("127.0.0.1");
        return StreamSupport.stream(state.path("nodes").spliterator(), false)
                .filter(node -> node.path("role").asText().equals("SLAVE"))
                .map(node -> host + ":" + node.path("ports").path("client").asInt())
                .collect(Collectors.joining(","));
    }
}
