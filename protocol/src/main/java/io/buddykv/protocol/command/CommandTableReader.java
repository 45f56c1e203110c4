package io.buddykv.protocol.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the table of commands: one line each, fields parted by a bar, described at the head of the file. A subcommand's
 * line follows its container's, and its name is the container's and its own, parted by a space.
 */
final class CommandTableReader {
    private static final int FIELDS = 10;

    private int nextId;

    private CommandTableReader() {}

    static List<CommandSpec> read(String resource) {
        try (InputStream stream = CommandTableReader.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is missing beside " + CommandTableReader.class.getName());
            }
            return read(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<CommandSpec> read(BufferedReader lines) throws IOException {
        CommandTableReader reader = new CommandTableReader();
        List<CommandSpec> commands = new ArrayList<>();
        List<CommandSpec> subcommands = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String name = line.substring(0, line.indexOf('|')).trim();
            if (name.indexOf(' ') < 0) {
                subcommands = new ArrayList<>();
                commands.add(reader.spec(line, subcommands));
            } else {
                subcommands.add(reader.spec(line, List.of()));
            }
        }
        return commands;
    }

    private CommandSpec spec(String line, List<CommandSpec> subcommands) {
        String[] fields = line.split("\\|", -1);
        if (fields.length != FIELDS) {
            throw new IllegalStateException("a command has " + FIELDS + " fields: " + line);
        }
        for (int i = 0; i < fields.length; i++) {
            fields[i] = fields[i].trim();
        }
        long flags = flagBits(fields[2]);
        List<KeySpec> keySpecs = keySpecs(fields[3]);
        return new CommandSpec(
                nextId++,
                fields[0].replace(' ', '|'),
                Integer.parseInt(fields[1]),
                flags,
                KeyPositions.of(keySpecs),
                keySpecs,
                categories(fields[4], flags),
                words(fields[5]),
                fields[6],
                fields[7],
                fields[8],
                fields[9],
                subcommands);
    }

    private static List<String> words(String field) {
        return field.isEmpty() ? List.of() : List.of(field.split(" +"));
    }

    private static long flagBits(String field) {
        long bits = 0;
        for (String word : words(field)) {
            bits |= CommandFlag.valueOf(word.toUpperCase(Locale.ROOT)).bit();
        }
        return bits;
    }

    /** Runs of keys are parted by commas: first, last and step, then flags. */
    private static List<KeySpec> keySpecs(String field) {
        List<KeySpec> specs = new ArrayList<>();
        for (String run : field.isEmpty() ? new String[0] : field.split(", *")) {
            List<String> words = words(run);
            Set<KeyFlag> flags = EnumSet.noneOf(KeyFlag.class);
            for (String word : words.subList(3, words.size())) {
                flags.add(KeyFlag.valueOf(word.toUpperCase(Locale.ROOT)));
            }
            specs.add(new KeySpec(
                    Integer.parseInt(words.get(0)),
                    Integer.parseInt(words.get(1)),
                    Integer.parseInt(words.get(2)),
                    flags));
        }
        return List.copyOf(specs);
    }

    /** The stated categories, and those that Redis derives from a command's flags. */
    private static Set<AclCategory> categories(String field, long flags) {
        EnumSet<AclCategory> categories = EnumSet.noneOf(AclCategory.class);
        for (String word : words(field)) {
            categories.add(AclCategory.valueOf(word.toUpperCase(Locale.ROOT)));
        }
        derive(categories, flags, CommandFlag.WRITE, AclCategory.WRITE);
        derive(categories, flags, CommandFlag.READONLY, AclCategory.READ);
        derive(categories, flags, CommandFlag.ADMIN, AclCategory.ADMIN);
        derive(categories, flags, CommandFlag.ADMIN, AclCategory.DANGEROUS);
        derive(categories, flags, CommandFlag.PUBSUB, AclCategory.PUBSUB);
        derive(categories, flags, CommandFlag.BLOCKING, AclCategory.BLOCKING);
        derive(categories, flags, CommandFlag.FAST, AclCategory.FAST);
        if (!categories.contains(AclCategory.FAST)) {
            categories.add(AclCategory.SLOW);
        }
        return categories;
    }

    private static void derive(Set<AclCategory> categories, long flags, CommandFlag flag, AclCategory category) {
        if ((flags & flag.bit()) != 0) {
            categories.add(category);
        }
    }
}
