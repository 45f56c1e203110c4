package io.buddykv.node.port.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that depend on a write wait for the copies, those before do not, and none overtakes another. */
class AnswersInOrderTest {
    private TestingSlave slave;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        slave = TestingSlave.start();
        client = new RawClient(slave.clientPort());
        client.call("SET", "before", "1");
        slave.gates.forEach(gate -> gate.copying(true));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        slave.close();
    }

    @Test
    void anAnswerToAWriteWaitsForTheCopy() throws IOException {
        client.command("SET", "key", "value");
        TestingGate gate = waitingGate(1);
        assertThat(client.hasReply()).isFalse();
        gate.acknowledge();
        assertThat(client.reply()).isEqualTo("+OK\r\n");
    }

    @Test
    void answersInFrontOfTheFirstThatWaitsLeaveAtOnce() throws IOException {
        client.send(RawClient.encoded("GET", "before")
                + RawClient.encoded("PING")
                + RawClient.encoded("SET", "key", "value")
                + RawClient.encoded("ECHO", "behind"));
        assertThat(client.reply()).isEqualTo("$1\r\n1\r\n");
        assertThat(client.reply()).isEqualTo("+PONG\r\n");
        TestingGate gate = waitingGate(1);
        assertThat(client.hasReply()).isFalse();
        gate.acknowledge();
        assertThat(client.reply()).isEqualTo("+OK\r\n");
        assertThat(client.reply()).isEqualTo("$6\r\nbehind\r\n");
    }

    @Test
    void aLaterBatchThatNeedsNoCopyStillComesAfterTheEarlierOne() throws IOException {
        client.command("SET", "key", "value");
        TestingGate gate = waitingGate(1);
        client.command("GET", "before");
        client.command("SET", "key", "again");
        waitingGate(2);
        assertThat(client.hasReply()).isFalse();
        gate.acknowledge();
        assertThat(client.reply()).isEqualTo("+OK\r\n");
        assertThat(client.reply()).isEqualTo("$1\r\n1\r\n");
        assertThat(client.hasReply()).isFalse();
        gate.acknowledge();
        assertThat(client.reply()).isEqualTo("+OK\r\n");
    }

    @Test
    void otherConnectionsDoNotWaitForOnesCopy() throws IOException {
        client.command("SET", "key", "value");
        waitingGate(1);
        try (RawClient other = new RawClient(slave.clientPort())) {
            assertThat(other.call("GET", "before")).isEqualTo("$1\r\n1\r\n");
        }
    }

    @Test
    void aConnectionIsClosedWithoutAnAnswerWhenTheOutcomeIsUnknown() throws IOException {
        client.command("SET", "key", "value");
        waitingGate(1).lose();
        assertThatThrownBy(client::reply).isInstanceOf(EOFException.class);
    }

    @Test
    void quitIsAnsweredAfterAllThatWaitsAndThenTheConnectionEnds() throws IOException {
        client.send(RawClient.encoded("SET", "key", "value") + RawClient.encoded("QUIT"));
        TestingGate gate = waitingGate(1);
        assertThat(client.hasReply()).isFalse();
        gate.acknowledge();
        assertThat(client.reply()).isEqualTo("+OK\r\n");
        assertThat(client.reply()).isEqualTo("+OK\r\n");
        assertThatThrownBy(client::reply).isInstanceOf(EOFException.class);
    }

    @Test
    void aWaitingBatchOfManyAnswersArrivesWhole() throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            requests.append(RawClient.encoded("SET", "key", "value" + i)).append(RawClient.encoded("GET", "key"));
        }
        client.send(requests.toString());
        TestingGate gate = waitingGate(1);
        Thread acknowledging = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                if (gate.waitingBatches() > 0) {
                    gate.acknowledge();
                }
                Thread.onSpinWait();
            }
        });
        acknowledging.start();
        for (int i = 0; i < 500; i++) {
            assertThat(client.reply()).isEqualTo("+OK\r\n");
            String value = "value" + i;
            assertThat(client.reply()).isEqualTo("$" + value.length() + "\r\n" + value + "\r\n");
        }
        acknowledging.interrupt();
    }

    /** The gate whose loop the client is on, once so many of its batches wait. */
    private TestingGate waitingGate(int batches) {
        AtomicReference<TestingGate> found = new AtomicReference<>();
        await().until(() -> {
            slave.gates.stream()
                    .filter(gate -> gate.waitingBatches() == batches)
                    .forEach(found::set);
            return found.get() != null;
        });
        return found.get();
    }
}
