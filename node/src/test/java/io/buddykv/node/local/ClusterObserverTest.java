package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.buddykv.node.boot.Ports;
import io.buddykv.node.boot.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterObserverTest {
    private static final ProcessMark SELF = ProcessMark.of(ProcessHandle.current());
    private static final String CHECKS = "{\"status\":\"%s\",\"checks\":[{\"name\":\"other\",\"status\":\"UP\"},"
            + "{\"name\":\"role\",\"status\":\"%s\",\"data\":{\"waitingFor\":\"%s\"}}]}";

    private final ClusterObserver observer = new ClusterObserver();
    private HttpServer node;
    private ClusterState state;

    @BeforeEach
    void start() throws IOException {
        node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.start();
        int http = node.getAddress().getPort();
        state = new ClusterState(
                "c",
                "127.0.0.1",
                6379,
                SELF,
                List.of(
                        new NodeState(Role.MASTER, 0, new Ports(1, 0, 0, 2, http), SELF, 1),
                        new NodeState(Role.MASTER, 1, new Ports(3, 0, 0, 4, http), null, 1)));
    }

    @AfterEach
    void end() {
        node.stop(0);
    }

    private void says(int status, String body) {
        node.createContext("/q/health/ready", exchange -> {
            byte[] octets = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, octets.length);
            exchange.getResponseBody().write(octets);
            exchange.close();
        });
    }

    @Test
    void onlyWhoShowsFiguresHasThemAskedFor() {
        List<String> asked = new CopyOnWriteArrayList<>();
        node.createContext("/v1/cluster", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            byte[] octets = "{\"masters\":[{\"active\":true,\"httpPort\":%d}]}"
                    .formatted(node.getAddress().getPort())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, octets.length);
            exchange.getResponseBody().write(octets);
            exchange.close();
        });

        assertThat(observer.activeReport(state)).isPresent();
        assertThat(observer.report(state)).isPresent();

        assertThat(asked).containsExactly("/v1/cluster?figures=false", "/v1/cluster?figures=true");
    }

    @Test
    void aMasterThatIsReadyTellsWhatItWaitsFor() {
        says(200, CHECKS.formatted("UP", "UP", "slave 3 must answer"));
        assertThat(observer.mastersWaitFor(state)).containsExactly("master-0 waits: slave 3 must answer");
        assertThat(observer.isReady(state, state.of(Role.MASTER).get(0))).isTrue();
    }

    @Test
    void soDoesOneThatIsNotReady() {
        says(503, CHECKS.formatted("DOWN", "DOWN", "ZooKeeper"));
        assertThat(observer.mastersWaitFor(state)).containsExactly("master-0 waits: ZooKeeper");
        assertThat(observer.isReady(state, state.of(Role.MASTER).get(0))).isFalse();
    }

    @Test
    void nothingIsToldOfOneThatWaitsForNothingOrIsNotUnderstood() {
        says(200, CHECKS.formatted("UP", "UP", "nothing"));
        assertThat(observer.mastersWaitFor(state)).isEmpty();

        node.removeContext("/q/health/ready");
        says(503, "no document");
        assertThat(observer.mastersWaitFor(state)).isEmpty();

        node.removeContext("/q/health/ready");
        says(500, CHECKS.formatted("UP", "UP", "ZooKeeper"));
        assertThat(observer.mastersWaitFor(state)).isEmpty();
    }
}
