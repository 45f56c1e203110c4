package io.buddykv.node.command;

import static io.buddykv.node.store.Keyspace.NONE;

import io.buddykv.node.store.Keyspace;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import java.util.Map;
import java.util.function.IntSupplier;

/** APPEND, GETRANGE, SUBSTR, SETRANGE: parts of strings. */
final class SubstringCommands {
    private static final CommandException TOO_LONG = new CommandException(RedisErrors.STRING_TOO_LONG);
    private static final CommandException OFFSET_OUT_OF_RANGE = new CommandException(RedisErrors.OFFSET_OUT_OF_RANGE);
    private static final byte[] EMPTY = {};

    private final IntSupplier maxBulkLength;

    SubstringCommands(IntSupplier maxBulkLength) {
        this.maxBulkLength = maxBulkLength;
    }

    Map<String, CommandHandler> handlers() {
        return Map.of(
                "append", (KeyCommand) this::append,
                "setrange", (KeyCommand) this::setrange,
                "getrange", (KeyCommand) SubstringCommands::getrange,
                "substr", (KeyCommand) SubstringCommands::getrange);
    }

    private void append(Keyspace keys, Request request, ReplyWriter reply) {
        long entry = KeyArguments.findString(keys, request, 1);
        int length = entry == NONE ? 0 : keys.valueLength(entry);
        if (entry != NONE) {
            requireLength(length, request.length(2));
        }
        reply.integer(splice(keys, request, length, 2));
    }

    private void setrange(Keyspace keys, Request request, ReplyWriter reply) {
        long from = request.integer(2);
        if (from < 0) {
            throw OFFSET_OUT_OF_RANGE;
        }
        long entry = KeyArguments.findString(keys, request, 1);
        if (request.length(3) == 0) {
            reply.integer(entry == NONE ? 0 : keys.valueLength(entry));
            return;
        }
        requireLength(from, request.length(3));
        reply.integer(splice(keys, request, (int) from, 3));
    }

    private void requireLength(long from, int added) {
        if (from > maxBulkLength.getAsInt() - (long) added) {
            throw TOO_LONG;
        }
    }

    /** The length of the value that comes of it. */
    private static int splice(Keyspace keys, Request request, int from, int patch) {
        long entry = keys.splice(
                request.bytes(),
                request.offset(1),
                request.length(1),
                from,
                request.bytes(),
                request.offset(patch),
                request.length(patch));
        return keys.valueLength(entry);
    }

    private static void getrange(Keyspace keys, Request request, ReplyWriter reply) {
        long start = request.integer(2);
        long end = request.integer(3);
        long entry = KeyArguments.useString(keys, request, 1);
        int length = entry == NONE ? 0 : keys.valueLength(entry);
        long first = Math.max(0, start < 0 ? length + start : start);
        long last = Math.min(length - 1, Math.max(0, end < 0 ? length + end : end));
        boolean backwards = start < 0 && end < 0 && start > end;
        if (backwards || first > last) {
            reply.bulk(EMPTY);
        } else {
            reply.bulk(keys.array(entry), keys.valueAt(entry) + (int) first, (int) (last - first + 1));
        }
    }
}
