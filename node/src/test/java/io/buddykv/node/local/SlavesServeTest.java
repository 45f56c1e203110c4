package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.buddykv.node.boot.Ports;
import io.buddykv.node.boot.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slaves that are stand-ins, which give one answer to whatever they are asked. */
class SlavesServeTest {
    private static final ProcessMark ALIVE = ProcessMark.of(ProcessHandle.current());

    private final SlavesServe readiness = new SlavesServe();
    private volatile String answer;
    private ServerSocket slave;
    private Thread answering;

    @BeforeEach
    void start() throws IOException {
        slave = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        answering = new Thread(this::answer, "slave");
        answering.start();
    }

    private void answer() {
        while (!slave.isClosed()) {
            try (Socket socket = slave.accept()) {
                if (socket.getInputStream().read() >= 0) {
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                }
            } catch (IOException gone) {
                // The next one may stay.
            }
        }
    }

    @AfterEach
    void end() throws Exception {
        slave.close();
        answering.join();
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    private ClusterState cluster() {
        return new ClusterState(
                "c",
                "127.0.0.1",
                6379,
                ALIVE,
                List.of(
                        new NodeState(Role.MASTER, 0, new Ports(0, 0, 0, 0, 0), ALIVE, 1),
                        new NodeState(Role.SLAVE, 1, new Ports(slave.getLocalPort(), 0, 0, 0, 0), ALIVE, 1)));
    }

    private boolean isReady() {
        ClusterState cluster = cluster();
        return readiness.missing(cluster, cluster.nodes()).isEmpty();
    }

    @Test
    void aSlaveWaitsUntilAllSlotsAreServed() {
        ClusterState cluster = cluster();
        answer = "-LOADING the cluster is being made\r\n";
        assertThat(readiness.missing(cluster, cluster.nodes())).hasValue("slave-1");
        answer = bulk("cluster_state:fail\r\ncluster_slots_ok:64\r\n");
        assertThat(readiness.missing(cluster, cluster.nodes())).hasValue("slave-1");
    }

    @Test
    void isReadyWithoutAnythingElseBeingAsked() {
        answer = bulk("cluster_state:ok\r\ncluster_slots_ok:16384\r\n");
        // Again where a busy machine lost an answer.
        await().until(this::isReady);
    }

    @Test
    void whoDoesNotAnswerIsMissing() throws Exception {
        ClusterState cluster = cluster();
        end();
        assertThat(readiness.missing(cluster, cluster.nodes())).hasValue("slave-1");
    }
}
