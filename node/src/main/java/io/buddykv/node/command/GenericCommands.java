package io.buddykv.node.command;

import static io.buddykv.node.store.Keyspace.NONE;

import io.buddykv.node.store.Keyspace;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import java.util.Map;

/** DEL, UNLINK, DELIFEQ, EXISTS, TOUCH, TYPE, RENAME, RENAMENX, COPY: keys, whatever they hold. */
final class GenericCommands {
    /** Databases that Redis has by default; here all but the first are refused, but by different texts. */
    private static final int DATABASES = 16;

    private static final CommandException NO_SUCH_KEY = new CommandException(RedisErrors.NO_SUCH_KEY);
    private static final CommandException SAME_OBJECT = new CommandException(RedisErrors.SAME_OBJECT);
    private static final CommandException DB_OUT_OF_RANGE = new CommandException(RedisErrors.DB_INDEX_OUT_OF_RANGE);
    private static final CommandException NOT_AN_INT =
            new CommandException("ERR value is out of range, value must between -2147483648 and 2147483647");
    private static final CommandException COPY_TO_OTHER_DB =
            new CommandException("ERR Copying to another database is not allowed in cluster mode");

    private GenericCommands() {}

    static Map<String, CommandHandler> handlers() {
        return Map.of(
                "del", (KeyCommand) GenericCommands::del,
                "unlink", (KeyCommand) GenericCommands::del,
                "delifeq", (KeyCommand) GenericCommands::delifeq,
                "exists", (KeyCommand) GenericCommands::exists,
                "touch", (KeyCommand) GenericCommands::touch,
                "type", (KeyCommand) GenericCommands::type,
                "rename", (KeyCommand) GenericCommands::rename,
                "renamenx", (KeyCommand) GenericCommands::renamenx,
                "copy", (KeyCommand) GenericCommands::copy);
    }

    private static void del(Keyspace keys, Request request, ReplyWriter reply) {
        int deleted = 0;
        for (int i = 1; i < request.count(); i++) {
            if (KeyArguments.delete(keys, request, i)) {
                deleted++;
            }
        }
        reply.integer(deleted);
    }

    private static void delifeq(Keyspace keys, Request request, ReplyWriter reply) {
        long entry = KeyArguments.findString(keys, request, 1);
        boolean equal = entry != NONE && SetCommands.hasValue(keys, entry, request, 2);
        if (equal) {
            KeyArguments.delete(keys, request, 1);
        }
        reply.integer(equal ? 1 : 0);
    }

    private static void exists(Keyspace keys, Request request, ReplyWriter reply) {
        int found = 0;
        for (int i = 1; i < request.count(); i++) {
            if (KeyArguments.find(keys, request, i) != NONE) {
                found++;
            }
        }
        reply.integer(found);
    }

    private static void touch(Keyspace keys, Request request, ReplyWriter reply) {
        int found = 0;
        for (int i = 1; i < request.count(); i++) {
            long entry = KeyArguments.find(keys, request, i);
            if (entry != NONE) {
                keys.touch(entry);
                found++;
            }
        }
        reply.integer(found);
    }

    private static void type(Keyspace keys, Request request, ReplyWriter reply) {
        long entry = KeyArguments.find(keys, request, 1);
        reply.simple(entry == NONE ? "none" : ValueTypes.name(keys.type(entry)));
    }

    private static void rename(Keyspace keys, Request request, ReplyWriter reply) {
        requireSource(keys, request);
        if (!KeyArguments.isSame(request, 1, 2)) {
            move(keys, request);
        }
        reply.ok();
    }

    private static void renamenx(Keyspace keys, Request request, ReplyWriter reply) {
        requireSource(keys, request);
        boolean absent = KeyArguments.find(keys, request, 2) == NONE;
        if (absent) {
            move(keys, request);
        }
        reply.integer(absent ? 1 : 0);
    }

    private static void requireSource(Keyspace keys, Request request) {
        if (KeyArguments.find(keys, request, 1) == NONE) {
            throw NO_SUCH_KEY;
        }
    }

    /** The deletion comes first: after it the write, which needs no more room in the end, is not refused. */
    private static void move(Keyspace keys, Request request) {
        long source = KeyArguments.find(keys, request, 1);
        byte[] value = keys.value(source);
        long expireAt = keys.expireAt(source);
        int type = keys.type(source);
        KeyArguments.delete(keys, request, 1);
        putAsSecond(keys, request, value, expireAt, type);
    }

    private static void copy(Keyspace keys, Request request, ReplyWriter reply) {
        boolean replace = copyReplaces(request);
        if (KeyArguments.isSame(request, 1, 2)) {
            throw SAME_OBJECT;
        }
        boolean wanted = KeyArguments.find(keys, request, 2) == NONE || replace;
        // Only now: looking for the other key may have changed the table.
        long source = KeyArguments.find(keys, request, 1);
        boolean copied = wanted && source != NONE;
        if (copied) {
            putAsSecond(keys, request, keys.value(source), keys.expireAt(source), keys.type(source));
        }
        reply.integer(copied ? 1 : 0);
    }

    private static boolean copyReplaces(Request request) {
        boolean replace = false;
        long database = 0;
        for (int i = 3; i < request.count(); i++) {
            if (request.is(i, "REPLACE")) {
                replace = true;
            } else if (request.is(i, "DB") && i + 1 < request.count()) {
                database = request.integer(++i);
                requireDatabase(database);
            } else {
                throw RedisErrors.syntax();
            }
        }
        if (database != 0) {
            throw COPY_TO_OTHER_DB;
        }
        return replace;
    }

    private static void requireDatabase(long database) {
        if (database != (int) database) {
            throw NOT_AN_INT;
        }
        if (database < 0 || database >= DATABASES) {
            throw DB_OUT_OF_RANGE;
        }
    }

    private static void putAsSecond(Keyspace keys, Request request, byte[] value, long expireAt, int type) {
        keys.put(request.bytes(), request.offset(2), request.length(2), value, 0, value.length, expireAt, type);
    }
}
