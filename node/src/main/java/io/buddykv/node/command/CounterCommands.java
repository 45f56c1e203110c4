package io.buddykv.node.command;

import static io.buddykv.node.store.Keyspace.NONE;

import io.buddykv.node.store.Keyspace;
import io.buddykv.node.store.RangeTable;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.DecimalLong;
import io.buddykv.protocol.resp.DecimalWriter;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** INCR, DECR, INCRBY, DECRBY, INCRBYFLOAT: numbers, kept as the text that prints them. */
final class CounterCommands {
    private static final CommandException OVERFLOW = new CommandException(RedisErrors.OVERFLOW);
    private static final CommandException DECREMENT_OVERFLOW = new CommandException(RedisErrors.DECREMENT_OVERFLOW);
    private static final CommandException NOT_A_FLOAT = new CommandException(RedisErrors.NOT_A_FLOAT);
    private static final CommandException NAN_OR_INFINITY = new CommandException(RedisErrors.NAN_OR_INFINITY);

    private CounterCommands() {}

    static Map<String, CommandHandler> handlers() {
        return Map.of(
                "incr", (KeyCommand) (keys, request, reply) -> add(keys, request, 1, reply),
                "decr", (KeyCommand) (keys, request, reply) -> add(keys, request, -1, reply),
                "incrby", (KeyCommand) (keys, request, reply) -> add(keys, request, request.integer(2), reply),
                "decrby", (KeyCommand) CounterCommands::decrby,
                "incrbyfloat", (KeyCommand) CounterCommands::incrbyfloat);
    }

    private static void decrby(Keyspace keys, Request request, ReplyWriter reply) {
        long decrement = request.integer(2);
        if (decrement == Long.MIN_VALUE) {
            throw DECREMENT_OVERFLOW;
        }
        add(keys, request, -decrement, reply);
    }

    private static void add(Keyspace keys, Request request, long increment, ReplyWriter reply) {
        long entry = KeyArguments.findString(keys, request, 1);
        long old =
                entry == NONE ? 0 : DecimalLong.parse(keys.array(entry), keys.valueAt(entry), keys.valueLength(entry));
        long sum = old + increment;
        if (((old ^ sum) & (increment ^ sum)) < 0) {
            throw OVERFLOW;
        }
        byte[] digits = keys.scratch();
        replace(keys, request, entry, digits, DecimalWriter.write(digits, 0, sum));
        reply.integer(sum);
    }

    private static void incrbyfloat(Keyspace keys, Request request, ReplyWriter reply) {
        long entry = KeyArguments.findString(keys, request, 1);
        ExtendedDouble old = entry == NONE
                ? ExtendedDouble.ZERO
                : number(keys.array(entry), keys.valueAt(entry), keys.valueLength(entry));
        ExtendedDouble sum = old.plus(number(request.bytes(), request.offset(2), request.length(2)));
        if (!sum.isFinite()) {
            throw NAN_OR_INFINITY;
        }
        byte[] text = sum.toString().getBytes(StandardCharsets.US_ASCII);
        replace(keys, request, entry, text, text.length);
        reply.bulk(text);
    }

    private static ExtendedDouble number(byte[] bytes, int offset, int length) {
        ExtendedDouble number = ExtendedDouble.parse(bytes, offset, length);
        if (number == null) {
            throw NOT_A_FLOAT;
        }
        return number;
    }

    private static void replace(Keyspace keys, Request request, long entry, byte[] value, int length) {
        keys.put(
                request.bytes(),
                request.offset(1),
                request.length(1),
                value,
                0,
                length,
                entry == NONE ? KeyArguments.PERSISTENT : keys.expireAt(entry),
                RangeTable.STRING);
    }
}
