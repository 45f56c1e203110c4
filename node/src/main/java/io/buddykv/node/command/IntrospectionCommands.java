package io.buddykv.node.command;

import static io.buddykv.node.store.Keyspace.NONE;

import io.buddykv.node.store.Keyspace;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.DecimalLong;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import java.util.List;
import java.util.Map;

/** OBJECT and MEMORY: how a key's value is held. */
final class IntrospectionCommands {
    /** Longer strings Redis calls raw. */
    private static final int MAX_EMBEDDED_OCTETS = 44;

    private static final CommandException LFU_NOT_SELECTED = new CommandException(RedisErrors.LFU_NOT_SELECTED);

    private static final List<String> OBJECT_HELP = List.of(
            "OBJECT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
            "ENCODING <key>",
            "    Return the kind of internal representation used in order to store the value",
            "    associated with a <key>.",
            "FREQ <key>",
            "    Return the access frequency index of the <key>. The returned integer is",
            "    proportional to the logarithm of the recent access frequency of the key.",
            "IDLETIME <key>",
            "    Return the idle time of the <key>, that is the approximated number of",
            "    seconds elapsed since the last access to the key.",
            "REFCOUNT <key>",
            "    Return the number of references of the value associated with the specified",
            "    <key>.",
            "HELP",
            "    Prints this help.");
    private static final List<String> MEMORY_HELP = List.of(
            "MEMORY <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
            "USAGE <key> [SAMPLES <count>]",
            "    Return memory in bytes used by <key> and its value. Nested values are",
            "    sampled up to <count> times (default: 5, 0 means sample all).",
            "HELP",
            "    Prints this help.");

    private IntrospectionCommands() {}

    static Map<String, CommandHandler> handlers() {
        return Map.of(
                "object|encoding", (KeyCommand) IntrospectionCommands::encoding,
                "object|freq", (KeyCommand) IntrospectionCommands::freq,
                "object|idletime", (KeyCommand) IntrospectionCommands::idletime,
                "object|refcount", (KeyCommand) IntrospectionCommands::refcount,
                "object|help", (SessionCommand) (session, request, reply) -> help(OBJECT_HELP, reply),
                "memory|usage", (KeyCommand) IntrospectionCommands::usage,
                "memory|help", (SessionCommand) (session, request, reply) -> help(MEMORY_HELP, reply));
    }

    /** The name that Redis would use for such a value: every value is held in the same way here. */
    private static void encoding(Keyspace keys, Request request, ReplyWriter reply) {
        long entry = KeyArguments.find(keys, request, 2);
        if (entry == NONE) {
            reply.nil();
        } else if (DecimalLong.is(keys.array(entry), keys.valueAt(entry), keys.valueLength(entry))) {
            reply.bulk("int");
        } else {
            reply.bulk(keys.valueLength(entry) <= MAX_EMBEDDED_OCTETS ? "embstr" : "raw");
        }
    }

    private static void freq(Keyspace keys, Request request, ReplyWriter reply) {
        if (KeyArguments.find(keys, request, 2) != NONE) {
            throw LFU_NOT_SELECTED;
        }
        reply.nil();
    }

    private static void idletime(Keyspace keys, Request request, ReplyWriter reply) {
        long entry = KeyArguments.find(keys, request, 2);
        if (entry == NONE) {
            reply.nil();
        } else {
            reply.integer(keys.idleSeconds(entry));
        }
    }

    /** Nothing is shared between keys. */
    private static void refcount(Keyspace keys, Request request, ReplyWriter reply) {
        if (KeyArguments.find(keys, request, 2) == NONE) {
            reply.nil();
        } else {
            reply.integer(1);
        }
    }

    private static void usage(Keyspace keys, Request request, ReplyWriter reply) {
        for (int i = 3; i < request.count(); i += 2) {
            if (!request.is(i, "SAMPLES") || i + 1 == request.count() || request.integer(i + 1) < 0) {
                throw RedisErrors.syntax();
            }
        }
        long entry = KeyArguments.find(keys, request, 2);
        if (entry == NONE) {
            reply.nil();
        } else {
            reply.integer(keys.entryBytes(entry));
        }
    }

    private static void help(List<String> lines, ReplyWriter reply) {
        reply.array(lines.size());
        lines.forEach(reply::simple);
    }
}
