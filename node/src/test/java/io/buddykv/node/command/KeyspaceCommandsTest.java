package io.buddykv.node.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.node.store.WritesHeldException;
import io.buddykv.topology.KeyRanges;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyspaceCommandsTest {
    private final TestingSlave slave = new TestingSlave();

    @Test
    void anEmptySlaveHasNothing() {
        CommandScript.run(
                slave,
                """
                DBSIZE              => :0
                KEYS *              => *0
                RANDOMKEY           => $-1
                SCAN 0              => *2 $1 0 *0
                FLUSHALL            => +OK
                """);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 1000, 1_000_000})
    void scanMeetsEveryKeyWhateverTheCount(int count) {
        Set<String> written = fill(500);
        Set<String> met = new HashSet<>();
        String cursor = "0";
        int calls = 0;
        do {
            List<String> reply = bulks(slave.call("SCAN", cursor, "COUNT", "" + count));
            cursor = reply.get(0);
            met.addAll(reply.subList(1, reply.size()));
            // Keys that come and go do not hide others.
            slave.call("SET", "temporary" + calls, "x");
            slave.call("DEL", "temporary" + (calls - 5));
            calls++;
        } while (!cursor.equals("0"));

        assertThat(met).containsAll(written);
        assertThat(calls).isLessThanOrEqualTo(700 / count + 1);
    }

    @Test
    void scanFiltersByNameAndType() {
        fill(50);
        CommandScript.run(
                slave,
                """
                SCAN 0 COUNT 1000 MATCH key:1 TYPE string   => *2 $1 0 *1 $5 key:1
                SCAN 0 COUNT 1000 MATCH key:1 TYPE STRING   => *2 $1 0 *1 $5 key:1
                SCAN 0 COUNT 1000 TYPE hash                 => *2 $1 0 *0
                SCAN ''                                     => %s
                SCAN x                                      => -ERR invalid cursor
                SCAN 18446744073709551615                   => *2 $1 0 *0
                SCAN 18446744073709551616                   => -ERR invalid cursor
                SCAN 0 COUNT 0                              => -ERR syntax error
                SCAN 0 COUNT x                              => -ERR value is not an integer or out of range
                SCAN 0 COUNT                                => -ERR syntax error
                SCAN 0 FOO 1                                => -ERR syntax error
                """
                        .formatted(slave.call("SCAN", "0").replace("\r\n", " ")));
    }

    @Test
    void rangesServedElsewhereAreLeftOut() {
        Set<String> written = fill(200);
        IntStream.range(0, KeyRanges.MIN / 2).forEach(range -> slave.serves(range, false));
        Set<String> here = new HashSet<>(bulks(slave.call("KEYS", "*")));

        assertThat(here).isNotEmpty().hasSizeLessThan(written.size());
        assertThat(slave.call("DBSIZE")).isEqualTo(":" + here.size() + "\r\n");
        assertThat(new HashSet<>(bulks(slave.call("SCAN", "0", "COUNT", "1000"))))
                .isEqualTo(union(here, "0"));
        assertThat(here).contains(bulks(slave.call("RANDOMKEY")).get(0));

        slave.call("FLUSHDB", "ASYNC");
        IntStream.range(0, KeyRanges.MIN).forEach(range -> slave.serves(range, true));
        assertThat(slave.call("DBSIZE")).isEqualTo(":" + (written.size() - here.size()) + "\r\n");
    }

    @Test
    void randomKeyDrawsFromAllAndNeverAnExpiredOne() {
        fill(20);
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            drawn.addAll(bulks(slave.call("RANDOMKEY")));
        }
        assertThat(drawn).hasSize(20);

        IntStream.range(0, 20).filter(i -> i != 7).forEach(i -> slave.call("PEXPIRE", "key:" + i, "10"));
        slave.nowMillis(slave.nowMillis() + 10);
        assertThat(bulks(slave.call("RANDOMKEY"))).containsExactly("key:7");
        assertThat(bulks(slave.call("KEYS", "*"))).containsExactly("key:7");
        slave.call("DEL", "key:7");
        assertThat(slave.call("RANDOMKEY")).isEqualTo("$-1\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"KEYS *", "SCAN 0 COUNT 1000", "RANDOMKEY"})
    void whoeverTellsThatAnExpiredKeyIsGoneHasDeletedIt(String command) {
        fill(20);
        IntStream.range(0, 20).forEach(i -> slave.call("PEXPIRE", "key:" + i, "10"));
        slave.nowMillis(slave.nowMillis() + 10);
        assertThat(slave.call("DBSIZE")).isEqualTo(":20\r\n");

        assertThat(slave.call(command.split(" "))).doesNotContain("key:");

        assertThat(slave.call("DBSIZE")).isEqualTo(":0\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"KEYS *", "SCAN 0 COUNT 1000", "RANDOMKEY"})
    void itWaitsWhileWritesAreHeld(String command) {
        fill(20);
        IntStream.range(0, 20).forEach(i -> slave.call("PEXPIRE", "key:" + i, "10"));
        slave.nowMillis(slave.nowMillis() + 10);
        slave.holdWrites(true);

        assertThatThrownBy(() -> slave.call(command.split(" "))).isInstanceOf(WritesHeldException.class);

        slave.holdWrites(false);
        assertThat(slave.call(command.split(" "))).doesNotContain("key:");
    }

    @Test
    void flushDeletesAllAndKnowsTwoWords() {
        fill(10);
        CommandScript.run(
                slave,
                """
                FLUSHALL FOO        => -ERR syntax error
                FLUSHALL SYNC ASYNC => -ERR syntax error
                FLUSHALL sync       => +OK
                DBSIZE              => :0
                """);
    }

    private Set<String> fill(int count) {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < count; i++) {
            keys.add("key:" + i);
            slave.call("SET", "key:" + i, "v");
        }
        return keys;
    }

    private static List<String> bulks(String reply) {
        return List.of(reply.split("\r\n")).stream()
                .filter(line -> !line.startsWith("*") && !line.startsWith("$"))
                .toList();
    }

    private static Set<String> union(Set<String> keys, String other) {
        Set<String> all = new HashSet<>(keys);
        all.add(other);
        return all;
    }
}
