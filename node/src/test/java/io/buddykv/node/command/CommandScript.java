package io.buddykv.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A table of commands and replies, a line each: <code>SET k v => +OK</code>. Arguments are parted by spaces, and {@code ''}
 * is an empty one. Replies stand as in RESP, with spaces for line ends.
 */
final class CommandScript {
    private CommandScript() {}

    static void run(TestingSlave slave, String script) {
        for (String line : script.split("\n")) {
            if (!line.isBlank()) {
                step(slave, line);
            }
        }
    }

    static void run(String script) {
        run(new TestingSlave(), script);
    }

    private static void step(TestingSlave slave, String line) {
        String[] sides = line.split("=>", 2);
        byte[][] arguments = Arrays.stream(sides[0].trim().split(" +"))
                .map(argument -> argument.equals("''") ? "" : argument)
                .map(argument -> argument.getBytes(StandardCharsets.ISO_8859_1))
                .toArray(byte[][]::new);
        String reply = slave.call(arguments).replace("\r\n", " ").trim();
        assertThat(reply).as(line).isEqualTo(sides[1].trim());
    }
}
