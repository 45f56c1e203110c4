package io.buddykv.node.port.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.topology.Slot;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes that clients number are carried out once, however often they come. */
class OnceTest {
    private static final String OWNER = "client-id-12";
    private static final String NIL = "_\r\n";
    private static final String OK = "+OK\r\n";

    private TestingSlave slave;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        slave = TestingSlave.start();
        client = connected(OWNER);
    }

    @AfterEach
    void end() throws IOException {
        client.close();
        slave.close();
    }

    private RawClient connected(String owner) throws IOException {
        RawClient connection = new RawClient(slave.clientPort());
        connection.call("HELLO", "3");
        assertThat(connection.call("KV", "HELLO", owner)).startsWith("%5\r\n");
        return connection;
    }

    @Test
    void aWriteThatComesAgainGetsItsFirstAnswer() throws IOException {
        assertThat(client.call("KV.ONCE", "0", "1", "INCR", "counter")).isEqualTo(":1\r\n");
        assertThat(client.call("KV.AGAIN", "0", "1", "INCR", "counter")).isEqualTo(":1\r\n");
        assertThat(client.call("KV.ONCE", "0", "1", "INCR", "counter")).isEqualTo(":1\r\n");
        assertThat(client.call("KV.ONCE", "0", "2", "INCR", "counter")).isEqualTo(":2\r\n");
        assertThat(client.call("GET", "counter")).isEqualTo("$1\r\n2\r\n");
    }

    @Test
    void lanesAndOwnersAndRangesDoNotKnowOfEachOther() throws IOException {
        client.call("KV.ONCE", "0", "7", "INCR", "counter");
        assertThat(client.call("KV.ONCE", "1", "7", "INCR", "counter")).isEqualTo(":2\r\n");
        assertThat(client.call("KV.ONCE", "0", "7", "INCR", "other")).isEqualTo(":1\r\n");
        try (RawClient other = connected("client-id-13")) {
            assertThat(other.call("KV.ONCE", "0", "7", "INCR", "counter")).isEqualTo(":3\r\n");
        }
    }

    @Test
    void aRequestThatItsClientGaveUpIsNotCarriedOutAfterwards() throws IOException {
        client.call("KV.ONCE", "0", "2", "SET", "k", "new");

        assertThat(client.call("KV.ONCE", "0", "1", "SET", "k", "late")).startsWith("-STALEREQUEST");
        assertThat(client.call("GET", "k")).isEqualTo("$3\r\nnew\r\n");
    }

    @Test
    void aRefusalIsKeptWhenItsFirstCopyMayStillCome() throws IOException {
        client.call("SET", "lock", "other");
        assertThat(client.call("KV.AGAIN", "0", "1", "SET", "lock", "mine", "NX"))
                .isEqualTo(NIL);
        client.call("DEL", "lock");

        assertThat(client.call("KV.ONCE", "0", "1", "SET", "lock", "mine", "NX"))
                .isEqualTo(NIL);
        assertThat(client.call("EXISTS", "lock")).isEqualTo(":0\r\n");
    }

    @Test
    void aTransactionIsCarriedOutOnce() throws IOException {
        assertThat(transaction("KV.ONCE")).isEqualTo("*2\r\n:1\r\n:11\r\n");
        assertThat(transaction("KV.AGAIN")).isEqualTo("*2\r\n:1\r\n:11\r\n");
        assertThat(client.call("GET", "{t}b")).isEqualTo("$2\r\n11\r\n");
    }

    private String transaction(String once) throws IOException {
        client.call("MULTI");
        client.call("INCR", "{t}a");
        client.call("INCRBY", "{t}b", "11");
        return client.call(once, "3", "9", "EXEC");
    }

    @Test
    void whatIsNoWriteIsRefused() throws IOException {
        assertThat(client.call("KV.ONCE", "0", "1", "GET", "k")).startsWith("-ERR only writes");
        assertThat(client.call("KV.ONCE", "0", "1", "FLUSHALL")).startsWith("-ERR only writes");
        assertThat(client.call("KV.ONCE", "1024", "1", "INCR", "k")).startsWith("-ERR a lane");
        assertThat(client.call("KV.ONCE", "0", "0", "INCR", "k")).startsWith("-ERR requests are numbered");
        assertThat(client.call("KV.ONCE", "0", "1", "INCR")).startsWith("-ERR wrong number");
        client.call("SET", "text", "x");
        assertThat(client.call("KV.ONCE", "0", "1", "INCR", "text")).startsWith("-ERR value is not an integer");
        try (RawClient stranger = new RawClient(slave.clientPort())) {
            assertThat(stranger.call("KV.ONCE", "0", "1", "INCR", "k")).startsWith("-ERR say KV HELLO");
        }
    }

    @Test
    void withinATransactionOnlyExecCanBeCarriedOutOnce() throws IOException {
        client.call("MULTI");
        assertThat(client.call("KV.ONCE", "0", "1", "INCR", "k")).startsWith("-ERR");
        assertThat(client.call("INCR", "k")).isEqualTo(":1\r\n");
    }

    @Test
    void anAnswerThatIsTooLongIsRememberedAsGiven() throws IOException {
        client.call("SET", "k", "x".repeat(5000));
        assertThat(client.call("KV.ONCE", "0", "1", "GETDEL", "k")).hasSize("$5000\r\n".length() + 5000 + 2);
        assertThat(client.call("KV.AGAIN", "0", "1", "GETDEL", "k")).startsWith("-ANSWERLOST");
    }

    @Test
    void keptAnswersAreNoKeysAndOutliveTheDeletionOfAll() throws IOException {
        client.call("KV.ONCE", "0", "1", "INCR", "counter");
        assertThat(client.call("DBSIZE")).isEqualTo(":1\r\n");
        assertThat(client.call("KEYS", "*")).isEqualTo("*1\r\n$7\r\ncounter\r\n");
        assertThat(client.call("RANDOMKEY")).isEqualTo("$7\r\ncounter\r\n");
        assertThat(client.call("FLUSHALL")).isEqualTo(OK);
        assertThat(client.call("DBSIZE")).isEqualTo(":0\r\n");
        assertThat(client.call("RANDOMKEY")).isEqualTo(NIL);

        assertThat(client.call("KV.AGAIN", "0", "1", "INCR", "counter")).isEqualTo(":1\r\n");
        assertThat(client.call("GET", "counter")).isEqualTo(NIL);
    }

    @Test
    void aRangeIsScannedWhereverItBegins() throws IOException {
        for (int i = 0; i < 50; i++) {
            client.call("SET", "{one}" + i, "x");
        }
        String range = Integer.toString(slave.ranges.map().keyRanges().ofSlot(Slot.of("one".getBytes())));
        assertThat(client.call("KV", "SCAN", range, "0", "1000")).startsWith("*2\r\n:-1\r\n*50\r\n");
        assertThat(client.call("KV", "SCAN", range, "0", "1000", "MATCH", "*}7"))
                .startsWith("*2\r\n:-1\r\n*1\r\n");
        assertThat(client.call("KV", "SCAN", "256", "0", "10")).startsWith("-ERR no such key range");
    }

    @Test
    void aNewerMapIsAnnouncedAndThenGiven() throws IOException {
        assertThat(client.call("KV", "MAP", "0", "0")).startsWith("$").contains("BKVM");
        assertThat(client.call("KV", "MAP", "1", "1")).isEqualTo(NIL);

        slave.ranges.adopt(TestingRanges.map(2, TestingRanges.SELF));

        assertThat(client.reply()).isEqualTo(">3\r\n$6\r\nkv-map\r\n:1\r\n:2\r\n");
        assertThat(client.call("KV", "MAP", "1", "1")).contains("BKVM");
    }

    @Test
    void aRangeThatIsServedElsewhereIsNotScanned() throws IOException {
        slave.ranges.adopt(TestingRanges.map(2, TestingRanges.OTHER));
        client.reply();
        assertThat(client.call("KV", "SCAN", "1", "0", "10")).isEqualTo("-MOVED 64 127.0.0.1:7002\r\n");
        assertThat(client.call("KV.ONCE", "0", "1", "INCR", "k")).startsWith("-MOVED");
    }
}
