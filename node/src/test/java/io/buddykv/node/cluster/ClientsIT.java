package io.buddykv.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.boot.Role;
import io.buddykv.node.port.http.ClusterStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Unmodified clients read the map, write and read keys of all slots, and go on through a kill. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@ExtendWith(SharedCluster.Extension.class)
class ClientsIT {
    private static final int KEYS = Rounds.of(10_000, 100_000);
    private static final Duration PATIENCE_OF_A_CALL = Duration.ofSeconds(30);
    private static final Duration PATIENCE_OF_A_TOOL = Duration.ofMinutes(5);

    @TempDir
    static Path directory;

    private final LocalCluster cluster;

    ClientsIT(SharedCluster shared) {
        this.cluster = shared.cluster();
    }

    @Test
    void jedis() throws Exception {
        library("jedis", 1, LibraryClient::jedis);
    }

    @Test
    void lettuce() throws Exception {
        library("lettuce", 2, LibraryClient::lettuce);
    }

    private void library(String name, int victim, Function<List<NodeAddress>, LibraryClient> open) throws Exception {
        ClusterStatus before = cluster.awaitWhole();
        List<String> keys = SlotKeys.spread(name, KEYS);
        try (LibraryClient client = open.apply(cluster.clientAddresses())) {
            SharedWork writes = SharedWork.of(keys, key -> client.set(key, "of " + key), PATIENCE_OF_A_CALL);
            writes.awaitHalf();
            cluster.processes().kill(Role.SLAVE, victim);
            writes.awaitAll();
            SharedWork reads =
                    SharedWork.of(keys, key -> assertThat(client.get(key)).isEqualTo("of " + key), PATIENCE_OF_A_CALL);
            reads.awaitAll();
            System.out.println(client + ": " + KEYS + " keys written and read through a kill; " + writes.repeated()
                    + " calls had to be repeated by the application");
        }
        cluster.await(
                "the killed slave is back", status -> status.version() > before.version() && cluster.isWhole(status));
    }

    @Test
    void redisCli() throws Exception {
        assumeInstalled("redis-cli");
        cluster.awaitWhole();
        List<String> keys = SlotKeys.spread("cli", KEYS);
        String written = redisCli(
                1, keys.stream().map(key -> "SET " + key + " of:" + key).toList());
        List<String> answers = written.lines()
                .filter(line -> !line.startsWith("-> Redirected"))
                .toList();
        assertThat(answers).containsOnly("OK").hasSize(KEYS);
        int victim = 3;
        ClusterStatus before = cluster.awaitWhole();
        cluster.processes().kill(Role.SLAVE, victim);
        cluster.await(
                "the others serve its ranges",
                status -> status.version() > before.version() && status.ranges().down() == 0);
        String read = redisCli(1, keys.stream().map(key -> "GET " + key).toList());
        assertThat(read.lines().filter(line -> line.startsWith("of:")))
                .containsExactlyElementsOf(keys.stream().map(key -> "of:" + key).toList());
        cluster.awaitWhole();
        System.out.println("redis-cli -c: " + KEYS + " keys written, and read after a kill");
    }

    private String redisCli(int slave, List<String> commands) throws Exception {
        Path input = directory.resolve("redis-cli.in");
        Files.write(input, commands);
        NodeAddress node = cluster.clientAddress(slave);
        return Tool.run(
                PATIENCE_OF_A_TOOL, input, List.of("redis-cli", "-c", "-h", node.host(), "-p", "" + node.port()));
    }

    @Test
    void redisBenchmark() throws Exception {
        assumeInstalled("redis-benchmark");
        cluster.awaitWhole();
        NodeAddress node = cluster.clientAddress(1);
        String said = Tool.run(
                PATIENCE_OF_A_TOOL,
                null,
                List.of(
                        "redis-benchmark",
                        "--cluster",
                        "-h",
                        node.host(),
                        "-p",
                        "" + node.port(),
                        "-t",
                        "set,get",
                        "-c",
                        "20",
                        "-n",
                        "" + 2 * KEYS,
                        "-r",
                        "" + KEYS,
                        "--csv"));
        assertThat(said).contains("\"SET\"").contains("\"GET\"").doesNotContainIgnoringCase("error");
        said.lines()
                .filter(line -> line.startsWith("\"SET\"") || line.startsWith("\"GET\""))
                .forEach(line -> System.out.println("redis-benchmark --cluster: " + line));
    }

    @Test
    void ioredis() throws Exception {
        Assumptions.assumeTrue(Rounds.isFull(), "ioredis: only in the profile proof");
        assumeInstalled("npm");
        ClusterStatus before = cluster.awaitWhole();
        Path project = Files.createDirectory(directory.resolve("ioredis"));
        Tool.run(
                PATIENCE_OF_A_TOOL,
                null,
                List.of("npm", "install", "--silent", "--prefix", project.toString(), "ioredis@5"));
        Path script = Files.copy(
                Path.of("src/test/resources/cluster/ioredis.js").toAbsolutePath(), project.resolve("ioredis.js"));
        List<String> command = new ArrayList<>(List.of("node", script.toString(), "" + KEYS));
        cluster.clientAddresses().forEach(node -> command.add(node.toString()));
        Path halfWay = project.resolve("half-way");
        command.add(halfWay.toString());
        Thread killer = new Thread(() -> {
            org.awaitility.Awaitility.await().atMost(LocalCluster.PATIENCE).until(() -> Files.exists(halfWay));
            cluster.processes().kill(Role.SLAVE, 2);
        });
        killer.start();
        String said = Tool.run(PATIENCE_OF_A_TOOL, null, command);
        killer.join();
        assertThat(said).contains("read " + KEYS + " right");
        System.out.println("ioredis: " + said.strip());
        cluster.await(
                "the killed slave is back", status -> status.version() > before.version() && cluster.isWhole(status));
    }

    private static void assumeInstalled(String tool) throws IOException {
        if (!Tool.isInstalled(tool)) {
            System.out.println("SKIPPED: " + tool + " is not installed");
            Assumptions.abort(tool + " is not installed");
        }
    }
}
