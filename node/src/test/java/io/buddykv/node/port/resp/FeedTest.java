package io.buddykv.node.port.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.topology.Slot;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Those who watch a range are told of every change, in order. */
class FeedTest {
    private TestingSlave slave;
    private RawClient watching;
    private RawClient writing;

    @BeforeEach
    void start() throws IOException {
        slave = TestingSlave.start();
        watching = new RawClient(slave.clientPort());
        watching.call("HELLO", "3");
        writing = new RawClient(slave.clientPort());
    }

    @AfterEach
    void end() throws IOException {
        watching.close();
        writing.close();
        slave.close();
    }

    private String range() {
        return Integer.toString(slave.ranges.map().keyRanges().ofSlot(Slot.of("t".getBytes())));
    }

    private String feed(String id, String... filter) throws IOException {
        return feedFrom(id, "0", "0", filter);
    }

    private String feedFrom(String id, String tenure, String sequence, String... filter) throws IOException {
        String[] arguments = new String[6 + filter.length];
        System.arraycopy(new String[] {"KV", "FEED", id, range(), tenure, sequence}, 0, arguments, 0, 6);
        System.arraycopy(filter, 0, arguments, 6, filter.length);
        return watching.call(arguments);
    }

    private static String text(String reply) {
        return reply.replaceAll("\\$\\d+\r\n", "")
                .replaceAll("[*>:]", "")
                .replace("\r\n", " ")
                .trim();
    }

    private String told() throws IOException {
        return text(watching.reply());
    }

    @Test
    void changesOfAPrefixAreToldWithValuesInTheirOrder() throws IOException {
        writing.call("SET", "{t}old", "x");
        assertThat(text(feed("7", "PREFIX", "{t}a"))).isEqualTo("3 1 1 0");

        writing.call("SET", "{t}a1", "one");
        writing.call("SET", "{t}b", "not this");
        writing.call("SET", "{t}a2", "two", "PXAT", "4102444800000");
        writing.call("PEXPIREAT", "{t}a1", "4102444800001");
        writing.call("DEL", "{t}a1");

        assertThat(told()).isEqualTo("5 kv-feed 7 1 2 4 set {t}a1 one 0");
        assertThat(told()).isEqualTo("5 kv-feed 7 1 4 4 set {t}a2 two 4102444800000");
        assertThat(told()).isEqualTo("5 kv-feed 7 1 5 3 expire {t}a1 4102444800001");
        assertThat(told()).isEqualTo("5 kv-feed 7 1 6 2 del {t}a1");
    }

    @Test
    void aTransactionIsToldAtOnceAndKeptAnswersAreNot() throws IOException {
        feed("1", "PREFIX", "");
        writing.call("KV", "HELLO", "client-id-12");
        writing.call("MULTI");
        writing.call("SET", "{t}a", "1");
        writing.call("INCR", "{t}n");
        writing.call("KV.ONCE", "0", "1", "EXEC");

        assertThat(told()).isEqualTo("6 kv-feed 1 1 1 4 set {t}a 1 0 4 set {t}n 1 0");
    }

    @Test
    void oneKeyWithoutItsValues() throws IOException {
        feed("1", "KEY", "{t}a", "NOVALUES");
        writing.call("SET", "{t}ab", "x");
        writing.call("SET", "{t}a", "x");
        writing.call("FLUSHALL");

        assertThat(told()).isEqualTo("5 kv-feed 1 1 2 2 set {t}a");
        assertThat(told()).isEqualTo("5 kv-feed 1 1 3 1 clear");
    }

    @Test
    void aFeedGoesOnFromItsPositionAsLongAsThatIsKept() throws IOException {
        feed("1", "PREFIX", "");
        writing.call("SET", "{t}a", "1");
        assertThat(told()).startsWith("5 kv-feed 1 1 1");
        feed("2", "KEY", "{t}other");
        assertThat(watching.call("KV", "UNFEED", "1")).isEqualTo(":1\r\n");
        writing.call("SET", "{t}a", "2");

        assertThat(text(feedFrom("3", "1", "1", "PREFIX", ""))).isEqualTo("3 1 1 1");
        assertThat(told()).isEqualTo("5 kv-feed 3 1 2 4 set {t}a 2 0");
        assertThat(text(feedFrom("4", "9", "1", "PREFIX", "")))
                .as("another history")
                .isEqualTo("3 1 2 0");
        assertThat(text(feedFrom("5", "1", "9", "PREFIX", ""))).as("beyond").isEqualTo("3 1 2 0");
    }

    @Test
    void whatIsNotKeptAnyMoreIsNotPassedOver() throws IOException {
        feed("1", "PREFIX", "");
        writing.call("SET", "{t}large", "x".repeat(200_000));

        assertThat(told()).isEqualTo("3 kv-feed-end 1 behind");
        writing.call("SET", "{t}a", "1");
        assertThat(watching.call("KV", "FEEDS")).isEqualTo("*0\r\n");
    }

    @Test
    void whoTakesNothingIsNotKeptAnythingForAndToldThatItHasFallenBehind() throws IOException {
        feed("1", "PREFIX", "");
        String value = "x".repeat(30_000);
        writing.call("SET", "{t}a", value);
        assertThat(told()).startsWith("5 kv-feed 1 1 1 ");
        for (int i = 1; i < 1_000; i++) {
            writing.call("SET", "{t}a", value);
        }
        assertThat(slave.port.memory().used()).isLessThan(2 << 20);

        String last = told();
        long changes = 1;
        for (; !last.startsWith("3 kv-feed-end"); last = told()) {
            assertThat(last).startsWith("5 kv-feed 1 1 " + ++changes + " ");
        }
        assertThat(last).isEqualTo("3 kv-feed-end 1 behind");
        assertThat(changes).isLessThan(1_000);
    }

    @Test
    void feedsAreCurrentWhenAllIsToldThatWasAcknowledged() throws IOException {
        feed("1", "KEY", "{t}a");
        writing.call("SET", "{t}a", "1");
        writing.call("SET", "{t}b", "1");
        watching.command("KV", "FEEDS");

        assertThat(told()).isEqualTo("5 kv-feed 1 1 1 4 set {t}a 1 0");
        assertThat(told()).as("how far, too").isEqualTo("4 kv-feed 1 1 2");
        assertThat(told()).isEqualTo("1 1");
        assertThat(watching.call("KV", "FEEDS")).isEqualTo("*1\r\n:1\r\n");
    }

    @Test
    void aFeedEndsWhenTheRangeIsServedElsewhere() throws IOException {
        feed("1", "PREFIX", "");
        slave.ranges.adopt(TestingRanges.map(2, TestingRanges.OTHER));

        assertThat(told()).isEqualTo("3 kv-feed-end 1 moved");
        assertThat(feed("2", "PREFIX", "")).startsWith("-MOVED ").endsWith(" 127.0.0.1:7002\r\n");
    }

    @Test
    void requestsThatMakeNoSenseAreRefused() throws IOException {
        assertThat(writing.call("KV", "FEED", "1", "1", "0", "0", "KEY", "a")).startsWith("-ERR changes are pushed");
        assertThat(watching.call("KV", "FEED", "1", "256", "0", "0", "KEY", "a"))
                .startsWith("-ERR no such key range");
        assertThat(watching.call("KV", "FEED", "1", "1", "0", "0", "SUFFIX", "a"))
                .startsWith("-ERR syntax");
        assertThat(watching.call("KV", "UNFEED", "1")).isEqualTo(":0\r\n");
        watching.call("MULTI");
        assertThat(feed("1", "PREFIX", "")).startsWith("-ERR");
    }

    @Test
    void nothingIsToldAfterReset() throws IOException {
        feed("1", "PREFIX", "");
        watching.call("RESET");
        writing.call("SET", "{t}a", "1");
        assertThat(watching.call("PING")).isEqualTo("+PONG\r\n");
    }
}
