package io.buddykv.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.buddykv.client.KVClient;
import io.buddykv.client.KVClientSettings;
import io.buddykv.node.local.Kv;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster as Dev Services start it: by the same command, from the built node. */
class DevelopIT {
    private static final String RESOURCE =
            """
            apiVersion: buddykv.io/v1
            kind: KVCluster
            metadata: {name: dev}
            spec: {replicas: 2, masters: 1, memory: 64Mi}
            """;

    @TempDir
    Path home;

    /** Stands for the application that is developed. */
    private Process application;

    private Process cluster;
    private List<ProcessHandle> nodes = List.of();

    @BeforeEach
    void start() throws IOException {
        Assumptions.assumeTrue(Rounds.isFull(), "a cluster for development: only in the profile proof");
        application = new ProcessBuilder("sleep", "600").start();
        Path file = Files.writeString(home.resolve("dev-cluster.yaml"), RESOURCE);
        Path built = LocalCluster.application();
        cluster = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dkv.application=" + built,
                        "-cp",
                        built + "/app/*:" + built + "/lib/main/*:" + built + "/lib/boot/*",
                        Kv.class.getName(),
                        "develop",
                        home.toString(),
                        file.toString(),
                        Long.toString(LocalCluster.PATIENCE.toSeconds()),
                        Long.toString(application.pid()))
                .redirectErrorStream(true)
                .start();
    }

    @AfterEach
    void end() throws InterruptedException {
        if (cluster == null) {
            return;
        }
        application.destroyForcibly();
        if (!cluster.waitFor(1, TimeUnit.MINUTES)) {
            cluster.destroyForcibly();
        }
        nodes.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void isThreeProcessesServesThroughAKillAndEndsWithTheApplication() throws Exception {
        long began = System.nanoTime();
        List<String> said = new ArrayList<>();
        BufferedReader its = cluster.inputReader();
        for (String line = its.readLine(); line != null && !line.equals("ready: dev"); line = its.readLine()) {
            said.add(line);
        }
        System.out.printf("A cluster for development: ready after %d ms%n", (System.nanoTime() - began) / 1_000_000);
        nodes = cluster.descendants().toList();
        assertThat(nodes).as("a master and two slaves; %s", said).hasSize(3);

        try (KVClient client = connect()) {
            client.set("before", "1");
            ProcessHandle.of(slaves().get(0).path("process").path("pid").asLong())
                    .orElseThrow()
                    .destroyForcibly();
            client.set("after", "2");
            assertThat(client.get("before")).contains("1");
            Awaitility.await()
                    .atMost(LocalCluster.PATIENCE)
                    .until(() -> slaves().get(0).path("starts").asInt() == 2);
        }

        nodes = cluster.descendants().toList();
        application.destroyForcibly();
        assertThat(cluster.waitFor(1, TimeUnit.MINUTES)).as("ended").isTrue();
        assertThat(nodes).noneMatch(ProcessHandle::isAlive);
        assertThat(home.resolve("state.json")).doesNotExist();
    }

    private KVClient connect() throws IOException {
        KVClientSettings.Builder settings = KVClientSettings.builder().deadline(Duration.ofSeconds(30));
        slaves().forEach(slave ->
                settings.seed("127.0.0.1", slave.path("ports").path("client").asInt()));
        return KVClient.connect(settings.build());
    }

    private List<JsonNode> slaves() throws IOException {
        JsonNode state = new JsonMapper().readTree(home.resolve("state.json").toFile());
        return StreamSupport.stream(state.path("nodes").spliterator(), false)
                .filter(node -> node.path("role").asText().equals("SLAVE"))
                .toList();
    }
}
