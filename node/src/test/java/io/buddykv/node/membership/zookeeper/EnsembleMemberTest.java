package io.buddykv.node.membership.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.buddykv.node.boot.Ensemble;
import io.buddykv.node.boot.InvalidSettingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnsembleMemberTest {
    private static final String HOST = "127.0.0.1";
    private static final int SERVERS = 3;
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final List<Integer> clientPorts = new ArrayList<>();
    private final EnsembleMember[] members = new EnsembleMember[SERVERS + 1];
    private Ensemble ensemble;

    @BeforeEach
    void choosePorts() throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        for (int i = 0; i < 3 * SERVERS; i++) {
            held.add(new ServerSocket(0, 1, InetAddress.getByName(HOST)));
        }
        List<Ensemble.Server> servers = new ArrayList<>();
        for (int i = 0; i < SERVERS; i++) {
            clientPorts.add(held.get(i).getLocalPort());
            servers.add(new Ensemble.Server(
                    HOST,
                    held.get(SERVERS + i).getLocalPort(),
                    held.get(2 * SERVERS + i).getLocalPort()));
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        ensemble = new Ensemble(servers);
    }

    @AfterEach
    void closeAll() {
        for (EnsembleMember member : members) {
            if (member != null) {
                member.close();
            }
        }
    }

    private void start(int number) throws IOException {
        Path data = Files.createDirectories(directory.resolve("member-" + number));
        members[number] = new EnsembleMember(number, ensemble, HOST, HOST, clientPorts.get(number - 1), data);
        members[number].start();
    }

    private void stop(int number) {
        members[number].close();
        members[number] = null;
    }

    private ZooKeeper client() throws IOException {
        String servers = clientPorts.stream().map(port -> HOST + ":" + port).collect(Collectors.joining(","));
        return new ZooKeeper(servers, 10_000, event -> {});
    }

    private static void write(ZooKeeper client, String path, int value) {
        await().atMost(SOON)
                .ignoreExceptionsMatching(EnsembleMemberTest::isTransient)
                .until(() -> {
                    if (client.exists(path, false) == null) {
                        client.create(
                                path, new byte[] {(byte) value}, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
                    }
                    return client.getData(path, false, null)[0] == value;
                });
    }

    private static boolean isTransient(Throwable failure) {
        return failure instanceof KeeperException;
    }

    @Test
    void oneAloneServesNobodyAndMostOfThemServe() throws Exception {
        start(1);
        try (ZooKeeper client = client()) {
            assertThat(members[1].isRunning()).isFalse();
            start(2);
            write(client, "/a", 1);
            await().atMost(SOON).until(() -> members[1].isRunning() && members[2].isRunning());
        }
    }

    @Test
    void whatWasWrittenOutlivesEveryMemberInTurn() throws Exception {
        for (int number = 1; number <= SERVERS; number++) {
            start(number);
        }
        try (ZooKeeper client = client()) {
            write(client, "/a", 0);
            for (int number = 1; number <= SERVERS; number++) {
                EnsembleMember comingBack = members[number];
                await().atMost(SOON).until(comingBack::isRunning);
                stop(number);
                write(client, "/without-" + number, number);
                start(number);
                EnsembleMember back = members[number];
                await().atMost(SOON).until(back::isRunning);
            }
            assertThat(client.getData("/a", false, null)).containsExactly(0);
            assertThat(client.getData("/without-1", false, null)).containsExactly(1);
        }
    }

    @Test
    void dataOfAnotherMemberIsNotTaken() throws Exception {
        Path data = directory.resolve("of-2");
        Files.createDirectories(data);
        Files.writeString(data.resolve("myid"), "2\n");

        EnsembleMember member = new EnsembleMember(1, ensemble, HOST, HOST, clientPorts.get(0), data);

        assertThatThrownBy(member::start).isInstanceOf(IOException.class).hasMessageContaining("another member than 1");
        assertThatThrownBy(() -> new EnsembleMember(4, ensemble, HOST, HOST, clientPorts.get(0), data))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("--number: 4 must be from 1 to 3");
    }
}
