package io.buddykv.protocol.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.protocol.resp.Request;
import io.buddykv.topology.Slot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTableTest {
    /** Commands that Redis 7.0 does not have. */
    private static final Set<String> NEWER = Set.of(
            "delifeq",
            "client|setinfo",
            "client|no-touch",
            "kv",
            "kv|hello",
            "kv|map",
            "kv|scan",
            "kv|feed",
            "kv|unfeed",
            "kv|feeds",
            "kv|help",
            "kv.once",
            "kv.again");

    private final CommandTable table = CommandTable.standard();

    @Test
    void describesEveryCommandAsRedisDoes() throws IOException {
        List<String> described = all().stream()
                .filter(command -> !NEWER.contains(command.name()))
                .map(CommandTableTest::described)
                .toList();

        assertThat(described).containsExactlyInAnyOrderElementsOf(golden());
    }

    @Test
    void numbersCommandsDenselyAndFindsEachByNameInAnyCase() {
        assertThat(all()).hasSize(table.size());
        for (int id = 0; id < table.size(); id++) {
            CommandSpec command = table.byId(id);
            assertThat(command.id()).isEqualTo(id);
            assertThat(table.find(command.name())).isSameAs(command);
            assertThat(table.find(command.name().toUpperCase())).isSameAs(command);
            assertThat(table.find(mixedCase(command.name()))).isSameAs(command);
            assertThat(command.summary()).endsWith(".");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "GETT -> ERR unknown command 'GETT', with args beginning with: ~",
                "G -> ERR unknown command 'G', with args beginning with: ~",
                "foo a bb -> ERR unknown command 'foo', with args beginning with: 'a' 'bb' ~",
                "get -> ERR wrong number of arguments for 'get' command",
                "GET a b -> ERR wrong number of arguments for 'get' command",
                "config -> ERR wrong number of arguments for 'config' command",
                "CONFIG GET -> ERR wrong number of arguments for 'config|get' command",
                "config nix a -> ERR unknown subcommand 'nix'. Try CONFIG HELP.",
                "COMMAND nix -> ERR unknown subcommand 'nix'. Try COMMAND HELP.",
                "mset a -> ERR wrong number of arguments for 'mset' command",
            })
    void refusesInTheWordsOfRedis(String request, String error) {
        assertThatThrownBy(() -> table.require(Request.of(request.split(" ")))).hasMessage(error.replace("~", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "command, command",
        "COMMAND Count, command|count",
        "object ENCODING a, object|encoding",
        "set a b, set",
    })
    void findsWhatARequestAsksFor(String request, String name) {
        assertThat(table.require(Request.of(request.split(" "))).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "get k, k",
        "set k v, k",
        "mget a b c, a b c",
        "mset a 1 b 2, a b",
        "mset a 1 b, a b",
        "rename a b, a b",
        "copy a b replace, a b",
        "lcs a b len, a b",
        "object encoding k, k",
        "memory usage k samples 5, k",
        "watch a b, a b",
        "delifeq k v, k",
        "ping, ''",
        "scan 0, ''",
    })
    void findsTheKeys(String text, String keys) {
        Request request = Request.of(text.split(" "));
        CommandSpec command = table.require(request);
        List<String> found = new ArrayList<>();
        for (int n = 0; n < command.keyCount(request); n++) {
            found.add(request.string(command.keyIndex(n)));
        }
        assertThat(String.join(" ", found)).isEqualTo(keys);
    }

    @Test
    void tellsTheSlotThatAllKeysShare() {
        assertThat(slot("get", "foo")).isEqualTo(12182);
        assertThat(slot("mset", "{t}a", "1", "{t}b", "2")).isEqualTo(Slot.of("t".getBytes(StandardCharsets.UTF_8)));
        assertThat(slot("mset", "foo", "x", "bar", "x")).isEqualTo(KeyPositions.CROSS_SLOT);
        assertThat(slot("mset", "foo", "bar", "foo", "bar")).isEqualTo(12182);
        assertThat(slot("ping")).isEqualTo(KeyPositions.NO_KEYS);
    }

    private int slot(String... request) {
        return table.require(Request.of(request)).slot(Request.of(request));
    }

    private List<CommandSpec> all() {
        List<CommandSpec> all = new ArrayList<>();
        for (CommandSpec command : table.commands()) {
            all.add(command);
            all.addAll(command.subcommands());
        }
        return all;
    }

    private static String mixedCase(String name) {
        StringBuilder mixed = new StringBuilder(name);
        for (int i = 0; i < name.length(); i += 2) {
            mixed.setCharAt(i, Character.toUpperCase(name.charAt(i)));
        }
        return mixed.toString();
    }

    private static String described(CommandSpec command) {
        return "%s %d [%s] %d %d %d [%s] [%s] [%s]"
                .formatted(
                        command.name(),
                        command.arity(),
                        command.flags().stream().map(CommandFlag::text).collect(Collectors.joining(" ")),
                        command.keys().first(),
                        command.keys().last(),
                        command.keys().step(),
                        command.categories().stream().map(AclCategory::text).collect(Collectors.joining(" ")),
                        String.join(" ", command.tips()),
                        command.keySpecs().stream()
                                .map(CommandTableTest::described)
                                .collect(Collectors.joining(", ")));
    }

    private static String described(KeySpec spec) {
        String flags = spec.flags().stream().map(KeyFlag::text).collect(Collectors.joining(" "));
        return flags + " " + spec.first() + " " + spec.last() + " " + spec.step();
    }

    private static List<String> golden() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                CommandTableTest.class.getResourceAsStream("command-info-redis-7.0.txt"), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }
}
