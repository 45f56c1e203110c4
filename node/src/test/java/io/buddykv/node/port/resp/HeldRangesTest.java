package io.buddykv.node.port.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A command on a range that is held waits for it, in its place; not for ever. */
class HeldRangesTest {
    private TestingSlave slave;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        TestingSettings settings = new TestingSettings();
        settings.holdNanos = 400_000_000;
        slave = TestingSlave.start(settings, null);
        client = new RawClient(slave.clientPort());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        slave.close();
    }

    @Test
    void commandsBehindOneThatIsHeldKeepTheirPlace() throws IOException {
        hold(true);
        client.send("PING\r\nSET key 1\r\nINCR key\r\nPING\r\nGET key\r\n");
        assertThat(client.reply()).isEqualTo("+PONG\r\n");
        hold(false);
        assertThat(client.reply()).isEqualTo("+OK\r\n");
        assertThat(client.reply()).isEqualTo(":2\r\n");
        assertThat(client.reply()).isEqualTo("+PONG\r\n");
        assertThat(client.reply()).isEqualTo("$1\r\n2\r\n");
    }

    @Test
    void afterAWhileTheClientIsToldToTryAgain() throws IOException {
        hold(true);
        client.send("SET key 1\r\nPING\r\n");
        assertThat(client.reply()).startsWith("-TRYAGAIN ");
        assertThat(client.reply()).isEqualTo("+PONG\r\n");
        hold(false);
        assertThat(client.call("GET", "key")).isEqualTo("$-1\r\n");
    }

    @Test
    void aTransactionThatIsHeldTooLongIsGone() throws IOException {
        client.call("MULTI");
        client.call("SET", "key", "1");
        hold(true);
        assertThat(client.call("EXEC")).startsWith("-TRYAGAIN ");
        hold(false);
        assertThat(client.call("EXEC")).isEqualTo("-ERR EXEC without MULTI\r\n");
        assertThat(client.call("GET", "key")).isEqualTo("$-1\r\n");
    }

    @Test
    void aTransactionThatIsHeldForAMomentIsCarriedOutOnce() throws IOException {
        client.call("MULTI");
        client.call("INCR", "key");
        hold(true);
        client.command("EXEC");
        await().until(() -> slave.gates.stream().anyMatch(gate -> gate.refusals() > 1));
        hold(false);
        assertThat(client.reply()).isEqualTo("*1\r\n:1\r\n");
    }

    private void hold(boolean held) {
        slave.gates.forEach(gate -> gate.held(held));
    }
}
