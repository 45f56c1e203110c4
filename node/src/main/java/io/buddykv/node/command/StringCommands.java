package io.buddykv.node.command;

import static io.buddykv.node.store.Keyspace.NONE;

import io.buddykv.node.store.Keyspace;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import java.util.Map;

/** GET, MGET, STRLEN, GETDEL, GETEX, GETSET: whole strings read, some of them and then changed. */
final class StringCommands {
    private StringCommands() {}

    static Map<String, CommandHandler> handlers() {
        return Map.of(
                "get", (KeyCommand) StringCommands::get,
                "mget", (KeyCommand) StringCommands::mget,
                "strlen", (KeyCommand) StringCommands::strlen,
                "getdel", (KeyCommand) StringCommands::getdel,
                "getex", (KeyCommand) StringCommands::getex,
                "getset", (KeyCommand) StringCommands::getset);
    }

    static void get(Keyspace keys, Request request, ReplyWriter reply) {
        long entry = KeyArguments.useString(keys, request, 1);
        if (entry == NONE) {
            reply.nil();
        } else {
            reply.bulk(keys.array(entry), keys.valueAt(entry), keys.valueLength(entry));
        }
    }

    /** Keys that hold no string count as absent. */
    private static void mget(Keyspace keys, Request request, ReplyWriter reply) {
        int begun = reply.target().writerIndex();
        try {
            reply.array(request.count() - 1);
            for (int i = 1; i < request.count(); i++) {
                long entry = KeyArguments.find(keys, request, i);
                if (entry == NONE || !KeyArguments.isString(keys, entry)) {
                    reply.nil();
                } else {
                    keys.touch(entry);
                    reply.bulk(keys.array(entry), keys.valueAt(entry), keys.valueLength(entry));
                }
            }
        } catch (RuntimeException refused) {
            // An expired key among the later ones may not be deleted now: nothing has been answered then.
            reply.target().writerIndex(begun);
            throw refused;
        }
    }

    private static void strlen(Keyspace keys, Request request, ReplyWriter reply) {
        long entry = KeyArguments.useString(keys, request, 1);
        reply.integer(entry == NONE ? 0 : keys.valueLength(entry));
    }

    private static void getdel(Keyspace keys, Request request, ReplyWriter reply) {
        byte[] value = value(keys, KeyArguments.findString(keys, request, 1));
        if (value != null) {
            KeyArguments.delete(keys, request, 1);
        }
        answer(value, reply);
    }

    private static void getex(Keyspace keys, Request request, ReplyWriter reply) {
        StringOptions options = StringOptions.ofGetex(request);
        long entry = KeyArguments.useString(keys, request, 1);
        if (entry == NONE) {
            reply.nil();
            return;
        }
        long expireAt = options.expireAt(request, keys.nowMillis(), "getex");
        byte[] value = keys.value(entry);
        if (options.has(StringOptions.PERSIST)) {
            keys.persist(request.bytes(), request.offset(1), request.length(1));
        } else if (expireAt != KeyArguments.PERSISTENT) {
            ExpiryCommands.expireOrDelete(keys, request, expireAt);
        }
        reply.bulk(value);
    }

    private static void getset(Keyspace keys, Request request, ReplyWriter reply) {
        byte[] old = value(keys, KeyArguments.findString(keys, request, 1));
        KeyArguments.set(keys, request, 1, 2, KeyArguments.PERSISTENT);
        answer(old, reply);
    }

    /** A copy that outlives changes, null where there is no entry. */
    static byte[] value(Keyspace keys, long entry) {
        return entry == NONE ? null : keys.value(entry);
    }

    static void answer(byte[] value, ReplyWriter reply) {
        if (value == null) {
            reply.nil();
        } else {
            reply.bulk(value);
        }
    }
}
