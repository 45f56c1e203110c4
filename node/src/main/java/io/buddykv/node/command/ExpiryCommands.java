package io.buddykv.node.command;

import static io.buddykv.node.store.Keyspace.NONE;

import io.buddykv.node.store.Keyspace;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** EXPIRE, PEXPIRE, EXPIREAT, PEXPIREAT, TTL, PTTL, EXPIRETIME, PEXPIRETIME, PERSIST. */
final class ExpiryCommands {
    private static final int NX = 1;
    private static final int XX = 1 << 1;
    private static final int GT = 1 << 2;
    private static final int LT = 1 << 3;

    private static final int NO_SUCH_KEY = -2;
    private static final int NO_EXPIRY = -1;
    private static final CommandException INCOMPATIBLE_NX = new CommandException(RedisErrors.EXPIRE_INCOMPATIBLE_NX);
    private static final CommandException INCOMPATIBLE_GT_LT =
            new CommandException(RedisErrors.EXPIRE_INCOMPATIBLE_GT_LT);

    private ExpiryCommands() {}

    static Map<String, CommandHandler> handlers() {
        return Map.of(
                "expire", (KeyCommand) (keys, request, reply) -> expire(keys, request, true, true, "expire", reply),
                "pexpire", (KeyCommand) (keys, request, reply) -> expire(keys, request, false, true, "pexpire", reply),
                "expireat",
                        (KeyCommand) (keys, request, reply) -> expire(keys, request, true, false, "expireat", reply),
                "pexpireat",
                        (KeyCommand) (keys, request, reply) -> expire(keys, request, false, false, "pexpireat", reply),
                "ttl", (KeyCommand) (keys, request, reply) -> remaining(keys, request, true, true, reply),
                "pttl", (KeyCommand) (keys, request, reply) -> remaining(keys, request, false, true, reply),
                "expiretime", (KeyCommand) (keys, request, reply) -> remaining(keys, request, true, false, reply),
                "pexpiretime", (KeyCommand) (keys, request, reply) -> remaining(keys, request, false, false, reply),
                "persist", (KeyCommand) ExpiryCommands::persist);
    }

    private static void expire(
            Keyspace keys, Request request, boolean seconds, boolean relative, String command, ReplyWriter reply) {
        int conditions = conditions(request);
        long base = relative ? keys.nowMillis() : 0;
        long expireAt = ExpiryTime.ofAnySign(request.integer(2), seconds, base, command);
        long entry = KeyArguments.find(keys, request, 1);
        boolean wanted = entry != NONE && isWanted(conditions, keys.expireAt(entry), expireAt);
        if (wanted) {
            expireOrDelete(keys, request, expireAt);
        }
        reply.integer(wanted ? 1 : 0);
    }

    private static int conditions(Request request) {
        int conditions = 0;
        for (int i = 3; i < request.count(); i++) {
            conditions |= condition(request, i);
        }
        if ((conditions & NX) != 0 && conditions != NX) {
            throw INCOMPATIBLE_NX;
        }
        if ((conditions & GT) != 0 && (conditions & LT) != 0) {
            throw INCOMPATIBLE_GT_LT;
        }
        return conditions;
    }

    private static int condition(Request request, int i) {
        if (request.is(i, "NX")) {
            return NX;
        }
        if (request.is(i, "XX")) {
            return XX;
        }
        if (request.is(i, "GT")) {
            return GT;
        }
        if (request.is(i, "LT")) {
            return LT;
        }
        String option = new String(request.bytes(), request.offset(i), request.length(i), StandardCharsets.ISO_8859_1);
        throw new CommandException("ERR Unsupported option " + option);
    }

    /** @param present the expiry that the key has, 0 for none, which counts as later than any */
    private static boolean isWanted(int conditions, long present, long expireAt) {
        boolean expires = present != KeyArguments.PERSISTENT;
        boolean refused = (conditions & NX) != 0 && expires
                || (conditions & XX) != 0 && !expires
                || (conditions & GT) != 0 && (!expires || expireAt <= present)
                || (conditions & LT) != 0 && expires && expireAt >= present;
        return !refused;
    }

    /** The first argument's key, which exists, is to go at that time: at once where it has passed. */
    static void expireOrDelete(Keyspace keys, Request request, long expireAt) {
        if (expireAt <= keys.nowMillis()) {
            KeyArguments.delete(keys, request, 1);
        } else {
            keys.expire(request.bytes(), request.offset(1), request.length(1), expireAt);
        }
    }

    private static void remaining(
            Keyspace keys, Request request, boolean seconds, boolean relative, ReplyWriter reply) {
        long entry = KeyArguments.find(keys, request, 1);
        long expireAt = entry == NONE ? KeyArguments.PERSISTENT : keys.expireAt(entry);
        if (expireAt == KeyArguments.PERSISTENT) {
            reply.integer(entry == NONE ? NO_SUCH_KEY : NO_EXPIRY);
            return;
        }
        long millis = relative ? expireAt - keys.nowMillis() : expireAt;
        reply.integer(seconds ? rounded(millis) : millis);
    }

    private static long rounded(long millis) {
        return millis / 1000 + (millis % 1000 >= 500 ? 1 : 0);
    }

    private static void persist(Keyspace keys, Request request, ReplyWriter reply) {
        reply.integer(keys.persist(request.bytes(), request.offset(1), request.length(1)) ? 1 : 0);
    }
}
