package io.buddykv.node.port.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.buddykv.node.replication.RangeSet;
import io.buddykv.topology.KeyRanges;
import io.buddykv.topology.Slot;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** MULTI, EXEC, DISCARD, WATCH and UNWATCH. Replies are compared with Redis' own in {@link SessionDifferentialTest}. */
class TransactionTest {
    private final RangeSet ranges = TestingRanges.standalone();
    private TestingSlave slave;
    private RawClient client;
    private RawClient other;

    @BeforeEach
    void start() throws IOException {
        slave = TestingSlave.start(ranges, 2, 0);
        client = new RawClient(slave.clientPort());
        other = new RawClient(slave.clientPort());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        other.close();
        slave.close();
    }

    @Test
    void allItsEffectsAreOneRecord() throws IOException {
        long before = sequenceOf("{t}a");
        client.send("MULTI\r\nSET {t}a 1\r\nSET {t}b 2\r\nDEL {t}a\r\nINCR {t}c\r\nEXEC\r\n");
        for (int i = 0; i < 5; i++) {
            client.reply();
        }
        assertThat(client.reply()).isEqualTo("*4\r\n+OK\r\n+OK\r\n:1\r\n:1\r\n");
        assertThat(sequenceOf("{t}a")).isEqualTo(before + 1);
    }

    @Test
    void nobodySeesHalfOfIt() throws IOException {
        client.send("MULTI\r\nSET key 1\r\n");
        client.reply();
        client.reply();
        assertThat(other.call("GET", "key")).isEqualTo("$-1\r\n");
        assertThat(client.call("EXEC")).isEqualTo("*1\r\n+OK\r\n");
        assertThat(other.call("GET", "key")).isEqualTo("$1\r\n1\r\n");
    }

    @Test
    void keysOfDifferentSlotsAreRefusedAndNothingHappens() throws IOException {
        client.send("MULTI\r\nSET a 1\r\nSET b 1\r\n");
        client.reply();
        client.reply();
        client.reply();
        assertThat(client.call("EXEC")).startsWith("-CROSSSLOT ");
        assertThat(client.call("EXEC")).isEqualTo("-ERR EXEC without MULTI\r\n");
        assertThat(client.call("GET", "a")).isEqualTo("$-1\r\n");
    }

    @Test
    void commandsOnAllKeysOfTheNodeAreRefusedInside() throws IOException {
        client.call("MULTI");
        assertThat(client.call("DBSIZE")).isEqualTo("-ERR Command not allowed inside a transaction\r\n");
        assertThat(client.call("EXEC")).startsWith("-EXECABORT ");
    }

    @Test
    void itIsRedirectedWhenItsRangeHasMoved() throws IOException {
        client.call("MULTI");
        client.call("SET", "key", "1");
        ranges.adopt(TestingRanges.map(2, TestingRanges.OTHER));
        assertThat(client.call("EXEC")).isEqualTo("-MOVED 12539 127.0.0.1:7002\r\n");
        assertThat(client.call("EXEC")).isEqualTo("-ERR EXEC without MULTI\r\n");
    }

    @Test
    void aCommandThatIsRedirectedWhileQueuedAbortsIt() throws IOException {
        client.call("MULTI");
        ranges.adopt(TestingRanges.map(2, TestingRanges.OTHER));
        assertThat(client.call("SET", "key", "1")).isEqualTo("-MOVED 12539 127.0.0.1:7002\r\n");
        assertThat(client.call("EXEC")).startsWith("-EXECABORT ");
    }

    @Nested
    class Watch {
        @Test
        void failsWhenTheKeyWasChanged() throws IOException {
            client.call("SET", "key", "1");
            assertFailsAfter("SET", "key", "2");
        }

        @Test
        void failsWhenTheKeyWasChangedToTheSameValue() throws IOException {
            client.call("SET", "key", "1");
            assertFailsAfter("SET", "key", "1");
        }

        @Test
        void failsWhenTheKeyCameIntoBeing() throws IOException {
            assertFailsAfter("SET", "key", "1");
        }

        @Test
        void failsWhenTheKeyWasDeleted() throws IOException {
            client.call("SET", "key", "1");
            assertFailsAfter("DEL", "key");
        }

        @Test
        void failsWhenTheKeyWasDeletedAndMadeAgain() throws IOException {
            client.call("WATCH", "key");
            other.call("SET", "key", "1");
            other.call("DEL", "key");
            assertExec("*-1\r\n");
        }

        @Test
        void failsWhenAllKeysWereDeleted() throws IOException {
            client.call("SET", "key", "1");
            assertFailsAfter("FLUSHALL");
        }

        @Test
        void failsWhenTheKeyExpired() throws IOException {
            client.call("SET", "key", "1", "PX", "20");
            client.call("WATCH", "key");
            await().until(() -> other.call("EXISTS", "key").equals(":0\r\n"));
            assertExec("*-1\r\n");
        }

        @Test
        void holdsWhenNothingChanged() throws IOException {
            client.call("SET", "key", "1");
            client.call("WATCH", "key", "key");
            other.call("GET", "key");
            assertExec("*1\r\n+OK\r\n");
        }

        @Test
        void isForgottenByUnwatch() throws IOException {
            client.call("WATCH", "key");
            other.call("SET", "key", "1");
            client.call("UNWATCH");
            assertExec("*1\r\n+OK\r\n");
        }

        @Test
        void isForgottenByTheTransactionThatFailed() throws IOException {
            assertFailsAfter("SET", "key", "1");
            assertExec("*1\r\n+OK\r\n");
        }

        @Test
        void looksAtKeysOfOtherSlotsToo() throws IOException {
            client.call("WATCH", "elsewhere");
            client.call("WATCH", "key");
            other.call("SET", "elsewhere", "1");
            assertExec("*-1\r\n");
        }

        @Test
        void failsWhenThePrimaryChangedSince() throws IOException {
            client.call("WATCH", "key");
            ranges.adopt(TestingRanges.map(2, TestingRanges.OTHER));
            ranges.adopt(TestingRanges.map(3, TestingRanges.SELF));
            assertExec("*-1\r\n");
        }

        @Test
        void failsWhenTheWatchedRangeHasMoved() throws IOException {
            client.call("WATCH", "key");
            ranges.adopt(TestingRanges.map(2, TestingRanges.OTHER));
            client.call("MULTI");
            client.call("PING");
            assertThat(client.call("EXEC")).isEqualTo("*-1\r\n");
        }

        private void assertFailsAfter(String... change) throws IOException {
            assertThat(client.call("WATCH", "key")).isEqualTo("+OK\r\n");
            other.call(change);
            assertExec("*-1\r\n");
        }

        private void assertExec(String expected) throws IOException {
            client.call("MULTI");
            assertThat(client.call("SET", "key", "mine")).isEqualTo("+QUEUED\r\n");
            assertThat(client.call("EXEC")).isEqualTo(expected);
        }
    }

    private long sequenceOf(String key) {
        return ranges.range(new KeyRanges(KeyRanges.DEFAULT).ofSlot(Slot.of(key.getBytes())))
                .sequence();
    }
}
