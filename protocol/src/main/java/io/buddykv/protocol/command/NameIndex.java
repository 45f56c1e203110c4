package io.buddykv.protocol.command;

import io.buddykv.protocol.resp.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Finds commands by names that lie in a byte array, whatever their case: open addressing, no allocation. */
final class NameIndex {
    /** The table has at least so many places for each name, so that most names are found at the first. */
    private static final int SPARSENESS = 4;

    private final byte[][] names;
    private final CommandSpec[] specs;
    private final int mask;

    /** @param prefix how many characters of each name to leave out, as {@code config|} */
    NameIndex(List<CommandSpec> commands, int prefix) {
        int places = Math.max(8, Integer.highestOneBit(commands.size() * SPARSENESS - 1) << 1);
        names = new byte[places][];
        specs = new CommandSpec[places];
        mask = places - 1;
        for (CommandSpec command : commands) {
            add(command.name().substring(prefix).toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII), command);
        }
    }

    /** The command of that name, or null. */
    CommandSpec find(byte[] bytes, int offset, int length) {
        for (int place = hash(bytes, offset, length) & mask; names[place] != null; place = place + 1 & mask) {
            if (isName(names[place], bytes, offset, length)) {
                return specs[place];
            }
        }
        return null;
    }

    private void add(byte[] name, CommandSpec command) {
        int place = hash(name, 0, name.length) & mask;
        while (names[place] != null) {
            if (isName(names[place], name, 0, name.length)) {
                throw new IllegalStateException("command '" + command.name() + "' is there twice");
            }
            place = place + 1 & mask;
        }
        names[place] = name;
        specs[place] = command;
    }

    private static boolean isName(byte[] name, byte[] bytes, int offset, int length) {
        if (name.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name[i] != Ascii.upper(bytes[offset + i])) {
                return false;
            }
        }
        return true;
    }

    /** Its length, first two and last octets tell nearly all names apart; a long false name costs no more. */
    private static int hash(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        int first = Ascii.upper(bytes[offset]);
        int second = Ascii.upper(bytes[offset + (length > 1 ? 1 : 0)]);
        int middle = Ascii.upper(bytes[offset + length / 2]);
        int last = Ascii.upper(bytes[offset + length - 1]);
        int hash = (((first * 31 + second) * 31 + middle) * 31 + last) * 31 + length;
        return hash ^ hash >>> 7;
    }
}
