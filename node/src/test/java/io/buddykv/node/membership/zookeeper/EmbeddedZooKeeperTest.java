package io.buddykv.node.membership.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedZooKeeperTest {
    @TempDir
    Path directory;

    private EmbeddedZooKeeper started() throws Exception {
        EmbeddedZooKeeper server = new EmbeddedZooKeeper("127.0.0.1", 0, directory);
        server.start();
        return server;
    }

    private static ZooKeeper client(EmbeddedZooKeeper server, int sessionMillis) throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client = new ZooKeeper("127.0.0.1:" + server.port(), sessionMillis, event -> {
            if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();
        return client;
    }

    @Test
    void whatWasWrittenIsThereAfterARestart() throws Exception {
        try (EmbeddedZooKeeper server = started();
                ZooKeeper client = client(server, 5_000)) {
            client.create("/a", new byte[] {7}, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
        try (EmbeddedZooKeeper server = started();
                ZooKeeper client = client(server, 5_000)) {
            assertThat(client.getData("/a", false, null)).containsExactly(7);
        }
    }

    @Test
    void sessionsFrom400MillisTo30SecondsAreGranted() throws Exception {
        try (EmbeddedZooKeeper server = started();
                ZooKeeper eager = client(server, 300);
                ZooKeeper wanted = client(server, 700);
                ZooKeeper patient = client(server, 1_000_000)) {
            assertThat(eager.getSessionTimeout()).isEqualTo(400);
            assertThat(wanted.getSessionTimeout()).isEqualTo(700);
            assertThat(patient.getSessionTimeout()).isEqualTo(30_000);
        }
    }

    @Test
    void fourLetterWordsAreOff() throws Exception {
        try (EmbeddedZooKeeper server = started();
                Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("conf".getBytes(StandardCharsets.US_ASCII));
            assertThat(answer(socket)).contains("not executed because it is not in the whitelist");
        }
    }

    private static String answer(Socket socket) throws IOException {
        try (InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
