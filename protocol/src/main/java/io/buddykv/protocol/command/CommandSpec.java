package io.buddykv.protocol.command;

import io.buddykv.protocol.resp.Request;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of one command, or of one subcommand, before it is carried out.
 *
 * @param id dense, from 0 on, stable within one table: for arrays indexed by command
 * @param name in lower case; of a subcommand with its container: {@code config|get}
 * @param arity how many arguments it takes, its name included (and the container's); negative: at least so many
 * @param flagBits see {@link #has} and {@link #flags}
 * @param keys where its keys are
 * @param keySpecs the same in detail, run by run
 * @param categories the stated ones and those that follow from the flags
 * @param tips hints to clients, as COMMAND INFO lists them
 * @param since the version of Redis (or of Valkey) that brought it
 * @param subcommands empty unless it is a container
 */
public record CommandSpec(
        int id,
        String name,
        int arity,
        long flagBits,
        KeyPositions keys,
        List<KeySpec> keySpecs,
        Set<AclCategory> categories,
        List<String> tips,
        String since,
        String group,
        String complexity,
        String summary,
        List<CommandSpec> subcommands) {

    public boolean has(CommandFlag flag) {
        return (flagBits & flag.bit()) != 0;
    }

    public Set<CommandFlag> flags() {
        EnumSet<CommandFlag> flags = EnumSet.noneOf(CommandFlag.class);
        for (CommandFlag flag : CommandFlag.values()) {
            if (has(flag)) {
                flags.add(flag);
            }
        }
        return flags;
    }

    public boolean isWrite() {
        return has(CommandFlag.WRITE);
    }

    /** Whether it is one of a container's subcommands. */
    public boolean isSubcommand() {
        return name.indexOf('|') >= 0;
    }

    /** Whether a request with so many arguments, names included, has as many as the command takes. */
    public boolean takes(int arguments) {
        return arity < 0 ? arguments >= -arity : arguments == arity;
    }

    /** How many keys this request has; the n-th is argument {@code keyIndex(n)}. */
    public int keyCount(Request request) {
        return keys.count(request);
    }

    public int keyIndex(int n) {
        return keys.first() + n * keys.step();
    }

    /** The slot all keys share, or {@link KeyPositions#NO_KEYS}, or {@link KeyPositions#CROSS_SLOT}. */
    public int slot(Request request) {
        return keys.slot(request);
    }

    @Override
    public String toString() {
        return name;
    }
}
