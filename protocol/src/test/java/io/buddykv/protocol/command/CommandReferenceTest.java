package io.buddykv.protocol.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/commands.md is made from the command table. With {@code -Dreference=write} it is written anew, otherwise
 * a difference fails.
 */
class CommandReferenceTest {
    private static final Path FILE = Path.of("../docs/reference/commands.md");
    private static final String BEGIN = "<!-- generated from the command table: begin -->\n";
    private static final String END = "<!-- generated from the command table: end -->\n";

    @Test
    void isThatOfTheTable() throws IOException {
        String text = Files.readString(FILE);
        String expected = text.substring(0, text.indexOf(BEGIN) + BEGIN.length())
                + tables(CommandTable.standard())
                + text.substring(text.indexOf(END));
        if ("write".equals(System.getProperty("reference"))) {
            Files.writeString(FILE, expected);
        } else {
            assertThat(text)
                    .as("%s differs from the command table; -Dreference=write writes it", FILE)
                    .isEqualTo(expected);
        }
    }

    private static String tables(CommandTable table) {
        Map<String, List<CommandSpec>> groups = new TreeMap<>();
        for (CommandSpec command : table.commands()) {
            List<CommandSpec> group = groups.computeIfAbsent(command.group(), name -> new ArrayList<>());
            if (command.subcommands().isEmpty() || command.takes(1)) {
                group.add(command);
            }
            group.addAll(command.subcommands());
        }
        StringBuilder text = new StringBuilder();
        groups.forEach((group, commands) -> {
            text.append("\n### ").append(group).append("\n\n");
            text.append("| command | arguments | keys | | cost | what it does |\n|---|---|---|---|---|---|\n");
            commands.forEach(command -> text.append(row(command)));
        });
        return text.append('\n').toString();
    }

    private static String row(CommandSpec command) {
        String name = command.name().toUpperCase(Locale.ROOT).replace('|', ' ');
        int names = command.isSubcommand() ? 2 : 1;
        int least = Math.abs(command.arity()) - names;
        String arguments = command.arity() < 0 ? least + " or more" : Integer.toString(least);
        String access = command.isWrite() ? "write" : command.has(CommandFlag.READONLY) ? "read" : "";
        return "| `%s` | %s | %s | %s | %s | %s |\n"
                .formatted(name, arguments, keys(command), access, command.complexity(), command.summary());
    }

    /** Arguments that are keys, counted without the command's name. */
    private static String keys(CommandSpec command) {
        KeyPositions keys = command.keys();
        if (command.keySpecs().isEmpty()) {
            return "";
        }
        if (keys.last() == keys.first()) {
            return "1";
        }
        if (keys.last() > 0) {
            return Integer.toString((keys.last() - keys.first()) / keys.step() + 1);
        }
        return keys.step() == 1 ? "all" : "every " + keys.step() + "nd";
    }
}
