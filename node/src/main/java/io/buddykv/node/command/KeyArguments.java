package io.buddykv.node.command;

import static io.buddykv.node.store.Keyspace.NONE;

import io.buddykv.node.store.Keyspace;
import io.buddykv.node.store.RangeTable;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.Request;
import java.util.Arrays;

/** What arguments of a request name in a key space. Entries are good as long as {@link Keyspace} says. */
final class KeyArguments {
    /** No expiry. */
    static final long PERSISTENT = 0;

    private static final CommandException WRONG_TYPE = new CommandException(RedisErrors.WRONG_TYPE);

    private KeyArguments() {}

    static long find(Keyspace keys, Request request, int i) {
        return keys.find(request.bytes(), request.offset(i), request.length(i));
    }

    /** The entry of a string, or {@link Keyspace#NONE}. */
    static long findString(Keyspace keys, Request request, int i) {
        long entry = find(keys, request, i);
        if (entry != NONE) {
            requireString(keys, entry);
        }
        return entry;
    }

    /** The same, and the entry counts as used. */
    static long useString(Keyspace keys, Request request, int i) {
        long entry = findString(keys, request, i);
        if (entry != NONE) {
            keys.touch(entry);
        }
        return entry;
    }

    static void requireString(Keyspace keys, long entry) {
        if (!isString(keys, entry)) {
            throw WRONG_TYPE;
        }
    }

    static boolean isString(Keyspace keys, long entry) {
        return keys.type(entry) == RangeTable.STRING;
    }

    /** Sets the string of a key; where its expiry has passed already, what remains is that there is no such key. */
    static void set(Keyspace keys, Request request, int key, int value, long expireAt) {
        if (expireAt != PERSISTENT && expireAt <= keys.nowMillis()) {
            delete(keys, request, key);
            return;
        }
        keys.put(
                request.bytes(),
                request.offset(key),
                request.length(key),
                request.bytes(),
                request.offset(value),
                request.length(value),
                expireAt,
                RangeTable.STRING);
    }

    static boolean delete(Keyspace keys, Request request, int i) {
        return keys.delete(request.bytes(), request.offset(i), request.length(i));
    }

    static boolean isSame(Request request, int i, int j) {
        return Arrays.equals(
                request.bytes(),
                request.offset(i),
                request.offset(i) + request.length(i),
                request.bytes(),
                request.offset(j),
                request.offset(j) + request.length(j));
    }
}
