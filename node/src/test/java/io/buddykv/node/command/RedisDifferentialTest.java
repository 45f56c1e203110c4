package io.buddykv.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.protocol.resp.DecimalLong;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same commands for a real redis-server and for our handlers: the same replies, octet by octet. Times to live may
 * differ by the time that passes between the two.
 */
class RedisDifferentialTest {
    private static final int BATCH = 100;
    private static final int SHOWN = 500;
    private static final int COMMANDS = "full".equals(System.getProperty("proof")) ? 300_000 : 20_000;
    private static final long TOLERANCE_MILLIS = 20_000;
    private static final Set<String> TIMES = Set.of("TTL", "PTTL", "EXPIRETIME", "PEXPIRETIME");

    /**
     * Cursors, octets taken, encodings: of these only errors and help are compared. (MEMORY USAGE of Redis even finds keys
     * that have expired.)
     */
    private static final Set<String> OWN_FIGURES = Set.of("SCAN", "MEMORY", "OBJECT");

    private static RedisServer redis;

    @BeforeAll
    static void startRedis() throws IOException {
        boolean installed = RedisServer.program().isPresent();
        if (!installed) {
            System.out.println("SKIPPED: RedisDifferentialTest compares with redis-server, which is not installed");
        }
        Assumptions.assumeTrue(installed, "redis-server is not installed");
        redis = RedisServer.start(RedisServer.program().orElseThrow());
    }

    @AfterAll
    static void stopRedis() throws IOException {
        if (redis != null) {
            redis.close();
        }
    }

    @ParameterizedTest(name = "RESP{0}, seed {1}")
    @CsvSource({"2, 1", "2, 2", "3, 3", "3, 4"})
    void repliesAreThoseOfRedis(int protocol, long seed) throws IOException {
        CommandGenerator generator = new CommandGenerator(seed);
        TestingSlave slave = new TestingSlave();
        slave.protocol(protocol);
        try (RedisServer.Connection connection = redis.connect()) {
            connection.call("FLUSHALL");
            connection.call("HELLO", Integer.toString(protocol));
            for (int done = 0; done < COMMANDS; done += BATCH) {
                List<List<String>> commands = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    commands.add(generator.next());
                    connection.send(CommandGenerator.octets(commands.get(i)));
                }
                connection.flush();
                slave.nowMillis(System.currentTimeMillis());
                for (int i = 0; i < BATCH; i++) {
                    String expected = connection.receive();
                    String actual = slave.call(CommandGenerator.octets(commands.get(i)));
                    compare(seed, done + i, commands.get(i), expected, actual);
                }
            }
        }
    }

    private static void compare(long seed, int number, List<String> command, String expected, String actual) {
        String name = command.get(0).toUpperCase(Locale.ROOT);
        String shown = shortened(command.toString());
        if (TIMES.contains(name) && bothIntegers(expected, actual)) {
            long unit = name.startsWith("P") ? 1 : 1000;
            assertThat(integer(actual))
                    .as("seed %d, command %d: %s", seed, number, shown)
                    .isCloseTo(integer(expected), Offset.offset(TOLERANCE_MILLIS / unit));
            return;
        }
        if (OWN_FIGURES.contains(name) && isFigure(expected) && isFigure(actual)) {
            return;
        }
        boolean unordered = name.equals("KEYS");
        String replied = unordered ? sorted(actual) : actual;
        String wanted = unordered ? sorted(expected) : expected;
        if (!replied.equals(wanted)) {
            assertThat(shortened(replied))
                    .as("seed %d, command %d: %s", seed, number, shown)
                    .isEqualTo(shortened(wanted));
            throw new AssertionError("different beyond the beginning: " + shown);
        }
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(SHOWN, text.length()));
    }

    private static boolean isFigure(String reply) {
        return reply.charAt(0) != '-' && !reply.startsWith("*15");
    }

    private static boolean bothIntegers(String a, String b) {
        return a.charAt(0) == ':' && b.charAt(0) == ':';
    }

    private static long integer(String reply) {
        byte[] digits = reply.substring(1, reply.length() - 2).getBytes(StandardCharsets.US_ASCII);
        return DecimalLong.parse(digits, 0, digits.length);
    }

    private static String sorted(String array) {
        String[] lines = array.split("\r\n");
        Arrays.sort(lines);
        return String.join("\n", lines);
    }
}
