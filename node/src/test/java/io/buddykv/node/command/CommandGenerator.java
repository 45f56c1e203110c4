package io.buddykv.node.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Commands on a few keys of one slot, right ones and wrong ones, the same for the same seed. Relative times to live are
 * so far apart and so long that it does not matter when within a minute a command is carried out.
 */
final class CommandGenerator {
    private static final String[] KEYS = {"{t}a", "{t}b", "{t}c", "{t}d", "{t}e", "{t}counter", "{t}text"};
    private static final String[] VALUES = {
        "0",
        "1",
        "-1",
        "9999",
        "10000",
        "42",
        "-0",
        "007",
        " 1",
        "1 ",
        "+1",
        "",
        "x",
        "abc",
        "ohmytext",
        "mynewtext",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "9223372036854775806",
        "99999999999999999999",
        "3.14",
        "1e3",
        "-2.5e-3",
        "0x1f",
        "inf",
        "-inf",
        "nan",
        "1e4932",
        "1e-4940",
        "12345678901234567890123456789012345",
        "a value that is longer than any value that a small allocation would hold: 64 octets",
        "\0\1\2\377\r\n",
    };
    private static final String[] SMALL_NUMBERS = {"0", "1", "-1", "2", "5", "-3", "10", "-100", "100", "7x", ""};
    private static final String[] PATTERNS = {
        "*",
        "{t}*",
        "*a*",
        "{t}?",
        "{t}[a-c]",
        "{t}[^a-c]",
        "{t}[c-a]*",
        "\\{t\\}a",
        "{t}[",
        "{t}[^",
        "*[a",
        "",
        "**",
        "nothing",
    };
    private static final String[] SET_OPTIONS = {
        "NX", "XX", "GET", "KEEPTTL", "EX", "PX", "EXAT", "PXAT", "PERSIST", "FOO"
    };

    private final Random random;

    CommandGenerator(long seed) {
        random = new Random(seed);
    }

    /** The next command, each character one octet. */
    List<String> next() {
        List<String> command = new ArrayList<>(random.nextInt(30) == 0 ? malformed() : wellFormed());
        command.set(0, inSomeCase(command.get(0)));
        return command;
    }

    static byte[][] octets(List<String> command) {
        return command.stream()
                .map(argument -> argument.getBytes(StandardCharsets.ISO_8859_1))
                .toArray(byte[][]::new);
    }

    /** A right command with an argument more or less, or another one in its place. */
    private List<String> malformed() {
        List<String> command = new ArrayList<>(wellFormed());
        switch (random.nextInt(3)) {
            case 0 -> command.add(oneOf(VALUES));
            case 1 ->
                command.subList(1 + random.nextInt(command.size()), command.size())
                        .clear();
            default -> command.set(random.nextInt(command.size()), key());
        }
        // Errors that repeat an argument end in Redis at its first zero octet: not worth following.
        boolean comparable = command.stream().noneMatch(argument -> argument.isEmpty() || argument.contains("\0"));
        return comparable ? keysOfOneSlot(command) : wellFormed();
    }

    /** Keys of other slots would be refused before the command runs. */
    private List<String> keysOfOneSlot(List<String> command) {
        int keysEnd =
                switch (command.get(0)) {
                    case "DEL", "UNLINK", "EXISTS", "TOUCH", "MGET", "MSET", "MSETNX" -> command.size();
                    case "RENAME", "RENAMENX", "COPY", "LCS" -> Math.min(3, command.size());
                    default -> 1;
                };
        for (int i = 1; i < keysEnd; i++) {
            if (!command.get(i).startsWith("{t}")) {
                command.set(i, key());
            }
        }
        return command;
    }

    private List<String> wellFormed() {
        return switch (random.nextInt(46)) {
            case 0, 1 -> List.of("GET", key());
            case 2, 3, 4, 5 -> set();
            case 6 -> List.of("SETNX", key(), value());
            case 7 -> List.of("SETEX", key(), expiry("EX"), value());
            case 8 -> List.of("PSETEX", key(), expiry("PX"), value());
            case 9 -> List.of("GETSET", key(), value());
            case 10 -> List.of("GETDEL", key());
            case 11 -> getex();
            case 12 -> keys("MGET");
            case 13 -> List.of(oneOf("MSET", "MSET", "MSETNX"), key(), value(), key(), value());
            case 14, 15 -> List.of("APPEND", key(), value());
            case 16 -> List.of("STRLEN", key());
            case 17, 18 -> List.of(oneOf("GETRANGE", "SUBSTR"), key(), oneOf(SMALL_NUMBERS), oneOf(SMALL_NUMBERS));
            case 19 ->
                List.of(
                        "SETRANGE",
                        key(),
                        oneOf("0", "1", "5", "40", "-1", "x", "67108864", "9223372036854775807"),
                        value());
            case 20, 21 -> List.of(oneOf("INCR", "DECR"), key());
            case 22, 23 -> List.of(oneOf("INCRBY", "DECRBY"), key(), value());
            case 24, 25 -> List.of("INCRBYFLOAT", key(), oneOf("0.1", "1.5", "-3", "1e20", "1e-7", value()));
            case 26 -> lcs();
            case 27 -> keys(oneOf("DEL", "UNLINK"));
            case 28 -> keys(oneOf("EXISTS", "TOUCH"));
            case 29 -> List.of("TYPE", key());
            case 30, 31 -> List.of(oneOf("RENAME", "RENAMENX"), key(), key());
            case 32, 33 -> copy();
            case 34, 35, 36 -> expire();
            case 37, 38, 39 -> List.of(oneOf("TTL", "PTTL", "EXPIRETIME", "PEXPIRETIME"), key());
            case 40 -> List.of("PERSIST", key());
            case 41 -> List.of("KEYS", oneOf(PATTERNS));
            case 42 -> List.of("OBJECT", oneOf("FREQ", "HELP", "REFCOUNT", "IDLETIME", "ENCODING", "FOO"), key());
            case 43 -> List.of("MEMORY", "USAGE", key(), oneOf("SAMPLES", "samples", "foo"), oneOf(SMALL_NUMBERS));
            case 44 ->
                List.of(
                        "SCAN",
                        oneOf("x", " 1", "1 ", "18446744073709551616", "0", "0"),
                        oneOf("COUNT", "FOO", "MATCH"),
                        oneOf("0", "x", "-1"));
            default ->
                random.nextInt(20) == 0
                        ? List.of(oneOf("FLUSHALL", "FLUSHDB"), oneOf("SYNC", "ASYNC", "FOO"))
                        : keys("EXISTS");
        };
    }

    private List<String> set() {
        List<String> command = new ArrayList<>(List.of("SET", key(), value()));
        if (random.nextBoolean()) {
            int options = 1 + random.nextInt(3);
            for (int i = 0; i < options; i++) {
                option(command, oneOf(SET_OPTIONS));
            }
        }
        return command;
    }

    private List<String> getex() {
        List<String> command = new ArrayList<>(List.of("GETEX", key()));
        int options = random.nextInt(3);
        for (int i = 0; i < options; i++) {
            option(command, oneOf("EX", "PX", "EXAT", "PXAT", "PERSIST", "PERSIST", "KEEPTTL"));
        }
        return command;
    }

    private void option(List<String> command, String option) {
        command.add(inSomeCase(option));
        if (List.of("EX", "PX", "EXAT", "PXAT").contains(option) && random.nextInt(20) > 0) {
            command.add(expiry(option));
        }
    }

    private List<String> lcs() {
        List<String> command = new ArrayList<>(List.of("LCS", key(), key()));
        int options = random.nextInt(4);
        for (int i = 0; i < options; i++) {
            String option =
                    oneOf("IDX", "LEN", "IDX", "WITHMATCHLEN", "MINMATCHLEN", random.nextInt(10) == 0 ? "FOO" : "IDX");
            command.add(inSomeCase(option));
            if (option.equals("MINMATCHLEN")) {
                command.add(oneOf(SMALL_NUMBERS));
            }
        }
        return command;
    }

    private List<String> copy() {
        List<String> command = new ArrayList<>(List.of("COPY", key(), key()));
        int options = random.nextInt(3);
        for (int i = 0; i < options; i++) {
            String option = oneOf("REPLACE", "REPLACE", "DB", "FOO");
            command.add(inSomeCase(option));
            if (option.equals("DB") && random.nextInt(10) > 0) {
                command.add(oneOf("0", "0", "1", "15", "16", "-1", "x", "9999999999"));
            }
        }
        return command;
    }

    private List<String> expire() {
        String name = oneOf("EXPIRE", "PEXPIRE", "EXPIREAT", "PEXPIREAT");
        String unit = (name.startsWith("P") ? "PX" : "EX") + (name.endsWith("AT") ? "AT" : "");
        List<String> command = new ArrayList<>(List.of(name, key(), expiry(unit)));
        int options = random.nextInt(3);
        for (int i = 0; i < options; i++) {
            command.add(inSomeCase(oneOf("NX", "XX", "GT", "LT", random.nextInt(5) == 0 ? "FOO" : "XX")));
        }
        return command;
    }

    private String expiry(String unit) {
        if (random.nextInt(8) == 0) {
            return oneOf(
                    "0",
                    "-1",
                    "1x",
                    "9223372036854775807",
                    "-9223372036854775808",
                    "9223372036854775",
                    "9223372036854776");
        }
        long seconds = 1_000 + (long) (random.nextDouble() * 1_000_000_000);
        long now = unit.endsWith("AT") ? 4_000_000_000L : 0;
        boolean passed = unit.endsWith("AT") && random.nextInt(10) == 0;
        long value = passed ? 1 + random.nextInt(1000) : now + seconds;
        return Long.toString(unit.startsWith("PX") ? value * 1000 + random.nextInt(1000) : value);
    }

    private List<String> keys(String name) {
        List<String> command = new ArrayList<>(List.of(name));
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            command.add(key());
        }
        return command;
    }

    private String key() {
        return oneOf(KEYS);
    }

    private String value() {
        return random.nextInt(200) == 0 ? "v".repeat(random.nextInt(100_000)) : oneOf(VALUES);
    }

    private String inSomeCase(String word) {
        return switch (random.nextInt(8)) {
            case 0 -> word.toLowerCase(Locale.ROOT);
            case 1 -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
            default -> word;
        };
    }

    private String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
