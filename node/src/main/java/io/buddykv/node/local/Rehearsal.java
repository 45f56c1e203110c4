package io.buddykv.node.local;

import io.buddykv.crds.KvCluster;
import io.buddykv.crds.KvClusterReader;
import io.buddykv.node.boot.NodeRole;
import io.buddykv.node.boot.NodeSettings;
import io.buddykv.node.boot.Role;
import io.buddykv.protocol.resp.Reply;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A cluster of ZooKeeper, one master and two slaves inside one process, so that one {@link ClassArchive} holds the
 * classes of every role, with a short load of commands over the real ports. Tells that it is done by writing the
 * cluster's state, then waits for the signal to end.
 */
public class Rehearsal implements QuarkusApplication {
    static final int SLAVES = 2;
    static final int MASTERS = 1;

    private static final long READY_SECONDS = 300;
    private static final long READY_POLL_MILLIS = 20;
    private static final long LOAD_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int ANSWER_MILLIS = 5_000;
    private static final int KEYS = 1_000;

    /** One of each family of commands, with {@code KEY} for the key of the round. */
    private static final List<List<String>> COMMANDS = List.of(
            List.of("SET", "KEY", "value of this round"),
            List.of("GET", "KEY"),
            List.of("SET", "KEY", "for a while", "PX", "60000", "XX"),
            List.of("EXPIRE", "KEY", "100"),
            List.of("TTL", "KEY"),
            List.of("APPEND", "KEY", " longer"),
            List.of("GETRANGE", "KEY", "0", "3"),
            List.of("EXISTS", "KEY"),
            List.of("MSET", "{KEY}a", "1", "{KEY}b", "2"),
            List.of("MGET", "{KEY}a", "{KEY}b"),
            List.of("INCR", "{KEY}a"),
            List.of("DEL", "{KEY}a", "{KEY}b"),
            List.of("CLUSTER", "SLOTS"),
            List.of("PING"));

    private static final List<String> PATHS =
            List.of("/v1/cluster", "/v1/cluster/ranges", "/v1/node", "/q/health/ready", "/q/metrics");

    @Inject
    @Any
    Instance<NodeRole> roles;

    /** ZooKeeper, masters and slaves, in this order. */
    static List<NodeSettings> nodes(KvHome home, PortPlan ports) {
        KvCluster cluster = KvClusterReader.read(
                """
                apiVersion: buddykv.io/v1
                kind: KVCluster
                metadata: {name: rehearsal}
                spec: {replicas: %d, masters: %d}
                """
                        .formatted(SLAVES, MASTERS));
        return ClusterPlan.of(cluster, ports, home, Runtime.getRuntime().availableProcessors());
    }

    /** @param arguments the home and the base port */
    @Override
    public int run(String... arguments) throws Exception {
        KvHome home = new KvHome(Path.of(arguments[0]));
        PortPlan ports = new PortPlan(Integer.parseInt(arguments[1]));
        List<NodeSettings> nodes = nodes(home, ports);
        Deque<NodeRole> started = new ArrayDeque<>();
        for (NodeSettings node : nodes) {
            NodeRole role = roleOf(node.role());
            role.start(node);
            started.push(role);
        }
        awaitReady(started);
        load(ports);
        new StateFile(home.state()).write(state(nodes, ports));
        Quarkus.waitForExit();
        while (!started.isEmpty()) {
            started.pop().close();
        }
        return 0;
    }

    /** A new one each time: there are two slaves. */
    private NodeRole roleOf(Role role) {
        return roles.stream()
                .filter(candidate -> candidate.role() == role)
                .findFirst()
                .orElseThrow();
    }

    private static void awaitReady(Deque<NodeRole> started) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (started.stream().anyMatch(role -> role.notReady().isPresent())) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("not ready within " + READY_SECONDS + " s");
            }
            Thread.sleep(READY_POLL_MILLIS);
        }
    }

    private static void load(PortPlan ports) throws IOException, InterruptedException {
        List<HostPort> slaves = new ArrayList<>();
        for (int slave = ClusterPlan.FIRST_SLAVE; slave < ClusterPlan.FIRST_SLAVE + SLAVES; slave++) {
            slaves.add(new HostPort(
                    ClusterPlan.HOST, ports.of(new NodeName(Role.SLAVE, slave)).client()));
        }
        long from = System.nanoTime();
        try (RedirectedClient client = new RedirectedClient(slaves, Optional.empty(), ANSWER_MILLIS)) {
            for (int round = 0; System.nanoTime() - from < LOAD_NANOS; round++) {
                String key = "key " + round % KEYS;
                for (List<String> command : COMMANDS) {
                    Reply reply = client.ask(command.stream()
                            .map(word -> word.replace("KEY", key))
                            .toArray(String[]::new));
                    if (reply.isError()) {
                        throw new IllegalStateException(command + ": " + reply);
                    }
                }
            }
        }
        int httpPort =
                ports.of(new NodeName(Role.SLAVE, ClusterPlan.FIRST_SLAVE)).http();
        for (String path : PATHS) {
            request(httpPort, "GET", path);
        }
        request(httpPort, "PUT", "/v1/keys/rehearsed");
        request(httpPort, "GET", "/v1/keys/rehearsed");
    }

    /** Whatever the answer: the other slave's http port, to which a key may be redirected, is not there. */
    private static void request(int port, String method, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create("http://" + ClusterPlan.HOST + ":" + port + path)
                .toURL()
                .openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(ANSWER_MILLIS);
        connection.setReadTimeout(ANSWER_MILLIS);
        connection.setRequestMethod(method);
        if (method.equals("PUT")) {
            connection.setDoOutput(true);
            connection.getOutputStream().write("value".getBytes(StandardCharsets.UTF_8));
        }
        if (connection.getResponseCode() < HttpURLConnection.HTTP_BAD_REQUEST) {
            try (InputStream in = connection.getInputStream()) {
                in.readAllBytes();
            }
        }
    }

    private static ClusterState state(List<NodeSettings> nodes, PortPlan ports) {
        ProcessMark self = ProcessMark.of(ProcessHandle.current());
        return new ClusterState(
                "rehearsal",
                ClusterPlan.HOST,
                ports.base(),
                self,
                nodes.stream()
                        .map(node -> new NodeState(
                                node.role(), node.identity().requestedNumber().orElse(0), node.ports(), self, 1))
                        .toList());
    }
}
