package io.buddykv.node.command;

import static io.buddykv.node.store.Keyspace.NONE;

import io.buddykv.node.store.Keyspace;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import java.util.Map;

/** SET, SETNX, SETEX, PSETEX, MSET, MSETNX: whole strings written. */
final class SetCommands {
    /** About what an entry takes besides its key and value. */
    private static final int ENTRY_OVERHEAD_BYTES = 40;

    private SetCommands() {}

    static Map<String, CommandHandler> handlers() {
        return Map.of(
                "set", (KeyCommand) SetCommands::set,
                "setnx", (KeyCommand) SetCommands::setnx,
                "setex", (KeyCommand) SetCommands::setex,
                "psetex", (KeyCommand) SetCommands::psetex,
                "mset", (KeyCommand) SetCommands::mset,
                "msetnx", (KeyCommand) SetCommands::msetnx);
    }

    private static void set(Keyspace keys, Request request, ReplyWriter reply) {
        if (request.count() == 3) {
            KeyArguments.set(keys, request, 1, 2, KeyArguments.PERSISTENT);
            reply.ok();
        } else {
            setWithOptions(keys, request, StringOptions.ofSet(request), reply);
        }
    }

    private static void setWithOptions(Keyspace keys, Request request, StringOptions options, ReplyWriter reply) {
        long expireAt = options.expireAt(request, keys.nowMillis(), "set");
        long entry = KeyArguments.find(keys, request, 1);
        if (entry != NONE && (options.has(StringOptions.GET) || options.has(StringOptions.IFEQ))) {
            KeyArguments.requireString(keys, entry);
        }
        byte[] old = options.has(StringOptions.GET) ? StringCommands.value(keys, entry) : null;
        boolean wanted = isWanted(keys, request, options, entry);
        if (wanted) {
            boolean keep = options.has(StringOptions.KEEPTTL) && entry != NONE;
            KeyArguments.set(keys, request, 1, 2, keep ? keys.expireAt(entry) : expireAt);
        }
        if (wanted && !options.has(StringOptions.GET)) {
            reply.ok();
        } else {
            StringCommands.answer(old, reply);
        }
    }

    private static boolean isWanted(Keyspace keys, Request request, StringOptions options, long entry) {
        if (entry == NONE) {
            return !options.has(StringOptions.XX) && !options.has(StringOptions.IFEQ);
        }
        return !options.has(StringOptions.NX)
                && (!options.has(StringOptions.IFEQ) || hasValue(keys, entry, request, options.compared()));
    }

    static boolean hasValue(Keyspace keys, long entry, Request request, int i) {
        return keys.valueEquals(entry, request.bytes(), request.offset(i), request.length(i));
    }

    private static void setnx(Keyspace keys, Request request, ReplyWriter reply) {
        boolean absent = KeyArguments.find(keys, request, 1) == NONE;
        if (absent) {
            KeyArguments.set(keys, request, 1, 2, KeyArguments.PERSISTENT);
        }
        reply.integer(absent ? 1 : 0);
    }

    private static void setex(Keyspace keys, Request request, ReplyWriter reply) {
        long expireAt = ExpiryTime.checked(request.integer(2), true, keys.nowMillis(), "setex");
        KeyArguments.set(keys, request, 1, 3, expireAt);
        reply.ok();
    }

    private static void psetex(Keyspace keys, Request request, ReplyWriter reply) {
        long expireAt = ExpiryTime.checked(request.integer(2), false, keys.nowMillis(), "psetex");
        KeyArguments.set(keys, request, 1, 3, expireAt);
        reply.ok();
    }

    private static void mset(Keyspace keys, Request request, ReplyWriter reply) {
        requirePairs(request, "mset");
        setAll(keys, request);
        reply.ok();
    }

    private static void msetnx(Keyspace keys, Request request, ReplyWriter reply) {
        requirePairs(request, "msetnx");
        for (int i = 1; i < request.count(); i += 2) {
            if (KeyArguments.find(keys, request, i) != NONE) {
                reply.integer(0);
                return;
            }
        }
        setAll(keys, request);
        reply.integer(1);
    }

    private static void requirePairs(Request request, String command) {
        if (request.count() % 2 == 0) {
            throw new CommandException(RedisErrors.wrongNumberOfArguments(command));
        }
    }

    private static void setAll(Keyspace keys, Request request) {
        long bytes = 0;
        for (int i = 1; i < request.count(); i += 2) {
            bytes += request.length(i) + request.length(i + 1) + ENTRY_OVERHEAD_BYTES;
        }
        keys.admitGrowth(bytes);
        for (int i = 1; i < request.count(); i += 2) {
            KeyArguments.set(keys, request, i, i + 1, KeyArguments.PERSISTENT);
        }
    }
}
