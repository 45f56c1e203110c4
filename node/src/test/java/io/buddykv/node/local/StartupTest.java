package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.buddykv.node.boot.Ports;
import io.buddykv.node.boot.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waiting for nodes that are stand-ins: HTTP servers which say when they are ready. */
class StartupTest {
    private static final ProcessMark SELF = ProcessMark.of(ProcessHandle.current());
    private static final long PATIENCE_MILLIS = TimeUnit.MINUTES.toMillis(1);

    @TempDir
    Path directory;

    private final StringWriter said = new StringWriter();
    private final AtomicInteger askedMaster = new AtomicInteger();
    private final AtomicInteger askedSlave = new AtomicInteger();
    private volatile int slaveReadyAfter;
    private HttpServer master;
    private HttpServer slave;
    private KvHome home;

    @BeforeEach
    void start() throws IOException {
        home = new KvHome(directory);
        home.create();
        master = server();
        slave = server();
        answers(master, "/q/health/ready", () -> ready(askedMaster.incrementAndGet() >= 1));
        answers(slave, "/q/health/ready", () -> ready(askedSlave.incrementAndGet() >= slaveReadyAfter));
        answers(master, "/v1/cluster", () -> "{\"ready\":true,\"masters\":[{\"active\":true,\"httpPort\":%d}]}"
                .formatted(master.getAddress().getPort()));
        new StateFile(home.state())
                .write(new ClusterState(
                        "c",
                        "127.0.0.1",
                        6379,
                        SELF,
                        List.of(
                                new NodeState(
                                        Role.MASTER,
                                        0,
                                        new Ports(
                                                0, 0, 0, 0, master.getAddress().getPort()),
                                        SELF,
                                        1),
                                new NodeState(
                                        Role.SLAVE,
                                        1,
                                        new Ports(0, 0, 0, 0, slave.getAddress().getPort()),
                                        ProcessMark.of(ProcessHandle.of(1).orElseThrow()),
                                        1))));
    }

    @AfterEach
    void end() {
        master.stop(0);
        slave.stop(0);
    }

    private static HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        return server;
    }

    private interface Answer {
        String text();
    }

    private static String ready(boolean ready) {
        return ready ? "{}" : "";
    }

    private static void answers(HttpServer server, String path, Answer answer) {
        server.createContext(path, exchange -> {
            byte[] octets = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(octets.length == 0 ? 503 : 200, octets.length == 0 ? -1 : octets.length);
            exchange.getResponseBody().write(octets);
            exchange.close();
        });
    }

    private Startup startup() {
        return new Startup(home, ProcessHandle.current(), new PrintWriter(said), new AllReady(), false, state -> {});
    }

    @Test
    void whoWasReadyOnceIsNotAskedAgain() throws Exception {
        slaveReadyAfter = 20;
        assertThat(startup().await(PATIENCE_MILLIS)).isEmpty();
        assertThat(askedSlave).hasValueGreaterThanOrEqualTo(20);
        // Once, but for answers that a busy machine loses.
        assertThat(askedMaster).hasValueBetween(1, 10);
        assertThat(said.toString()).contains("waiting for slave-1");
    }

    @Test
    void whatIsMissingIsToldWhenItTakesTooLong() throws Exception {
        slaveReadyAfter = Integer.MAX_VALUE;
        assertThat(startup().await(500))
                .hasValueSatisfying(missing -> assertThat(missing).startsWith("not ready after 0 s: waiting for"));
    }
}
