package io.buddykv.node.simulation;

import io.buddykv.node.linearizability.Answer;
import io.buddykv.node.linearizability.Operation;
import io.buddykv.node.store.Keyspace;
import io.buddykv.node.store.RangeTable;
import java.nio.charset.StandardCharsets;

/** Carries operations of the checker's model out on a key range, as the commands of the same names do. */
final class StoredRegister {
    private StoredRegister() {}

    static Answer run(Keyspace keys, String key, Operation operation, long wallMillis) {
        String before = get(keys, key);
        Operation.Step step = operation.applyTo(before);
        if (operation instanceof Operation.Delete) {
            delete(keys, key);
        } else if (operation instanceof Operation.SetForMillis expiring) {
            put(keys, key, step.state(), wallMillis + expiring.millis());
        } else if (!operation.isRead() && !operation.changedNothing(step.answer())) {
            put(keys, key, step.state(), keepsExpiry(operation) ? expiry(keys, key) : 0);
        }
        return step.answer();
    }

    private static boolean keepsExpiry(Operation operation) {
        return operation instanceof Operation.Increment || operation instanceof Operation.Append;
    }

    private static String get(Keyspace keys, String key) {
        byte[] name = octets(key);
        long entry = keys.find(name, 0, name.length);
        return entry == Keyspace.NONE ? null : new String(keys.value(entry), StandardCharsets.ISO_8859_1);
    }

    private static long expiry(Keyspace keys, String key) {
        byte[] name = octets(key);
        long entry = keys.find(name, 0, name.length);
        return entry == Keyspace.NONE ? 0 : keys.expireAt(entry);
    }

    private static void put(Keyspace keys, String key, String value, long expireAt) {
        byte[] name = octets(key);
        byte[] octets = octets(value);
        keys.put(name, 0, name.length, octets, 0, octets.length, expireAt, RangeTable.STRING);
    }

    private static void delete(Keyspace keys, String key) {
        byte[] name = octets(key);
        keys.delete(name, 0, name.length);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
