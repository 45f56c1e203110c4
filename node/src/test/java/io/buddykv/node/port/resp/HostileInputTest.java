package io.buddykv.node.port.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever a client sends or does not read, the others are served and the memory is bounded. */
class HostileInputTest {
    private TestingSlave slave;

    @AfterEach
    void othersAreStillServed() throws IOException {
        try (RawClient client = new RawClient(slave.clientPort())) {
            assertThat(client.call("SET", "after", "all")).isEqualTo("+OK\r\n");
            assertThat(client.call("GET", "after")).isEqualTo("$3\r\nall\r\n");
        }
        slave.close();
    }

    @Test
    void framesSplitAtEveryOctet() throws IOException {
        slave = TestingSlave.start();
        String requests = RawClient.encoded("SET", "key", "a\r\nb") + "PING\r\n" + RawClient.encoded("GET", "key");
        try (RawClient client = new RawClient(slave.clientPort())) {
            for (char octet : requests.toCharArray()) {
                client.send("" + octet);
            }
            assertThat(client.reply()).isEqualTo("+OK\r\n");
            assertThat(client.reply()).isEqualTo("+PONG\r\n");
            assertThat(client.reply()).isEqualTo("$4\r\na\r\nb\r\n");
        }
    }

    @Test
    void aPipelineOfAMillionCommandsIsAnsweredWholeAndInOrderWhileOthersAreServed() throws Exception {
        slave = TestingSlave.start();
        int commands = 1_000_000;
        try (RawClient client = new RawClient(slave.clientPort());
                RawClient other = new RawClient(slave.clientPort())) {
            Thread sending = new Thread(() -> sendIncrements(client, commands));
            sending.start();
            for (int i = 1; i <= commands; i++) {
                if (!client.reply().equals(":" + i + "\r\n")) {
                    throw new AssertionError("reply " + i + " is out of order");
                }
                if (i % 100_000 == 0) {
                    assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
                }
            }
            sending.join();
        }
    }

    private static void sendIncrements(RawClient client, int commands) {
        try {
            for (int sent = 0; sent < commands; sent += 1000) {
                client.send("INCR counter\r\n".repeat(1000));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aValueThatIsAnnouncedTakesNoMemoryBeforeItComes() throws IOException {
        slave = TestingSlave.start();
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(
                    new RawClient(slave.clientPort()).send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$67108864\r\n1234567890"));
        }
        await().until(() -> slave.port.connectedClients().all().stream()
                        .filter(client -> client.inputBytes() > 0)
                        .count()
                == 50);
        assertThat(slave.port.clientMemoryBytes()).isLessThan(50 * 1024);
        for (RawClient client : clients) {
            client.close();
        }
        await().untilAsserted(() -> assertThat(slave.port.clientMemoryBytes()).isZero());
    }

    @Test
    void aValueAboveTheLimitIsRefusedWhenItIsAnnounced() throws IOException {
        slave = TestingSlave.start();
        try (RawClient client = new RawClient(slave.clientPort())) {
            client.send("PING\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$536870912\r\n");
            assertThat(client.reply()).isEqualTo("+PONG\r\n");
            assertThat(client.reply()).isEqualTo("-ERR Protocol error: invalid bulk length\r\n");
            assertThatThrownBy(client::reply).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void largeValuesGoInAndOutWhole() throws IOException {
        slave = TestingSlave.start();
        String value = "0123456789abcdef".repeat(1 << 20);
        try (RawClient client = new RawClient(slave.clientPort())) {
            assertThat(client.call("SET", "large", value)).isEqualTo("+OK\r\n");
            assertThat(client.call("GET", "large").length())
                    .isEqualTo(value.length() + ("$" + value.length()).length() + 4);
            assertThat(client.call("SET", "", "")).isEqualTo("+OK\r\n");
            assertThat(client.call("GET", "")).isEqualTo("$0\r\n\r\n");
        }
        await().untilAsserted(() -> assertThat(slave.port.clientMemoryBytes()).isZero());
    }

    @Test
    void nestedAndNegativeAndEmptyFrames() throws IOException {
        slave = TestingSlave.start();
        try (RawClient client = new RawClient(slave.clientPort())) {
            client.send("*0\r\n*-1\r\n\r\nPING\r\n");
            assertThat(client.reply()).isEqualTo("+PONG\r\n");
            client.send("*1\r\n*1\r\n*1\r\n");
            assertThat(client.reply()).isEqualTo("-ERR Protocol error: expected '$', got '*'\r\n");
            assertThatThrownBy(client::reply).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void randomOctetsOfAThousandClients() throws IOException {
        slave = TestingSlave.start();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] beginnings = {
            "", "*", "*3\r\n$3\r\nSET\r\n", "*1\r\n$", "GET ", "*2147483647\r\n", "\"", "*2\r\n$4\r\nMSET\r\n"
        };
        for (int i = 0; i < 1000; i++) {
            byte[] octets = new byte[random.nextInt(2000)];
            random.nextBytes(octets);
            try (RawClient client = new RawClient(slave.clientPort())) {
                client.send(beginnings[random.nextInt(beginnings.length)]).send(octets);
            } catch (IOException closedMeanwhile) {
                assertThat(closedMeanwhile).as("seed %d", seed).isNotNull();
            }
        }
        await().untilAsserted(() -> assertThat(slave.port.connectedClients().count())
                .as("seed %d", seed)
                .isZero());
    }

    @Test
    void aClientThatNeverReadsIsPausedAndThenClosed() throws Exception {
        TestingSettings settings = new TestingSettings();
        settings.stalledOutputSeconds = 1;
        slave = TestingSlave.start(settings, null);
        try (RawClient client = new RawClient(slave.clientPort())) {
            client.call("SET", "key", "x".repeat(100_000));
            Thread sending = new Thread(() -> sendUntilRefused(client));
            sending.start();
            long most = 0;
            while (slave.port.connectedClients().count() > 0) {
                for (var each : slave.port.connectedClients().all()) {
                    most = Math.max(most, each.outputBytes() + each.inputBytes());
                }
                Thread.onSpinWait();
            }
            assertThat(most).isLessThan(8 << 20);
            sending.join();
        }
        await().untilAsserted(() -> assertThat(slave.port.clientMemoryBytes()).isZero());
    }

    private static void sendUntilRefused(RawClient client) {
        try {
            while (true) {
                client.send("GET key\r\n".repeat(1000));
            }
        } catch (IOException closed) {
            // That is what it waits for.
        }
    }

    @Test
    void aReplyAboveTheBoundIsAnError() throws IOException {
        TestingSettings settings = new TestingSettings();
        settings.maxReplyBytes = 4 << 20;
        slave = TestingSlave.start(settings, null);
        try (RawClient client = new RawClient(slave.clientPort())) {
            client.call("SET", "key", "x".repeat(1 << 20));
            assertThat(client.call("MGET", "key", "key", "key", "key", "key")).startsWith("-ERR ");
            assertThat(client.call("PING")).isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void requestsThatWouldExceedTheMemoryOfAllClientsEndTheirConnection() throws IOException {
        TestingSettings settings = new TestingSettings();
        settings.clientMemoryBytes = 8 << 20;
        slave = TestingSlave.start(settings, null);
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            RawClient client = new RawClient(slave.clientPort());
            clients.add(client);
            client.sendWhileOpen("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$67108864\r\n" + "x".repeat(900_000));
        }
        await().until(() -> slave.port.connectedClients().count() < 16);
        assertThat(slave.port.clientMemoryBytes()).isLessThanOrEqualTo(settings.clientMemoryBytes);
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void aTransactionThatQueuesTooMuchIsRefused() throws IOException {
        TestingSettings settings = new TestingSettings();
        settings.maxTransactionBytes = 1 << 20;
        slave = TestingSlave.start(settings, null);
        try (RawClient client = new RawClient(slave.clientPort())) {
            client.call("MULTI");
            String reply = "+QUEUED\r\n";
            while (reply.equals("+QUEUED\r\n")) {
                reply = client.call("SET", "key", "x".repeat(10_000));
            }
            assertThat(reply).startsWith("-ERR the transaction exceeds");
            assertThat(client.call("EXEC")).startsWith("-EXECABORT ");
        }
    }

    @Test
    void connectionsBeyondTheMostAreRefusedWithAReason() throws IOException {
        TestingSettings settings = new TestingSettings();
        settings.maxClients = 2;
        slave = TestingSlave.start(settings, null);
        try (RawClient first = new RawClient(slave.clientPort());
                RawClient second = new RawClient(slave.clientPort())) {
            first.call("PING");
            second.call("PING");
            try (RawClient third = new RawClient(slave.clientPort())) {
                assertThat(third.reply()).isEqualTo("-ERR max number of clients reached\r\n");
            }
        }
        await().until(() -> slave.port.connectedClients().count() == 0);
    }

    @Test
    void silentConnectionsEndAfterTheTimeout() throws IOException {
        TestingSettings settings = new TestingSettings();
        settings.idleTimeoutSeconds = 1;
        slave = TestingSlave.start(settings, null);
        try (RawClient client = new RawClient(slave.clientPort())) {
            client.call("PING");
            assertThat(client.drain()).isZero();
        }
    }

    @Test
    void tenThousandIdleConnectionsCostLittle() throws Exception {
        int connections = ClientPortSettings.DEFAULT.maxClients();
        slave = TestingSlave.start();
        assertThat(filesLeft())
                .as("%d connections need as many files: 'ulimit -Hn' of this machine is too low", connections)
                .isGreaterThan(connections);
        Process clients = IdleClients.start(slave.clientPort(), connections);
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> slave.port.connectedClients().count() == connections);
            assertThat(slave.port.clientMemoryBytes()).isZero();
        } finally {
            clients.destroyForcibly();
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> slave.port.connectedClients().count() == 0);
    }

    private static long filesLeft() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
                ? os.getMaxFileDescriptorCount() - os.getOpenFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}
