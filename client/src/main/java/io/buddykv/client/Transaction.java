package io.buddykv.client;

import io.buddykv.client.call.TransactionCall;
import io.buddykv.protocol.resp.Reply;
import io.buddykv.topology.Slot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Steps that are carried out as one, on keys of one slot: of one key, or with the same {@code {tag}}. Not safe for several
 * threads at a time.
 */
public final class Transaction {
    private final List<TransactionCall.Step> steps = new ArrayList<>();
    private int slot = -1;

    /** Its result is an {@code Optional} of the value. */
    public <V> Transaction get(String key, Codec<V> codec) {
        return step(key, Answers.optional(codec), "GET", key);
    }

    /** Its result is a {@code Boolean}: whether the condition held. */
    public <V> Transaction set(String key, V value, Codec<V> codec, SetOptions options) {
        List<byte[]> arguments = new ArrayList<>(List.of(octets("SET"), octets(key), codec.encode(value)));
        options.arguments().forEach(option -> arguments.add(octets(option)));
        return add(key, Answers::isOk, arguments.toArray(byte[][]::new));
    }

    /** Its result is a {@code Boolean}. */
    public Transaction set(String key, String value) {
        return set(key, value, Codec.string(), SetOptions.none());
    }

    /** Its result is a {@code Boolean}: whether there was such a key. */
    public Transaction delete(String key) {
        return step(key, Answers::isOne, "DEL", key);
    }

    /** Its result is a {@code Long}: the new value. */
    public Transaction increment(String key, long by) {
        return step(key, Answers::number, "INCRBY", key, Long.toString(by));
    }

    /** Its result is a {@code Boolean}: whether there is such a key. */
    public Transaction expire(String key, Duration timeToLive) {
        return step(key, Answers::isOne, "PEXPIRE", key, Long.toString(timeToLive.toMillis()));
    }

    List<TransactionCall.Step> steps() {
        return steps;
    }

    int slot() {
        if (slot < 0) {
            throw new IllegalStateException("a transaction has at least one step");
        }
        return slot;
    }

    private Transaction step(String key, Function<Reply, ?> result, String... arguments) {
        byte[][] encoded = new byte[arguments.length][];
        for (int i = 0; i < arguments.length; i++) {
            encoded[i] = octets(arguments[i]);
        }
        return add(key, result, encoded);
    }

    private Transaction add(String key, Function<Reply, ?> result, byte[][] arguments) {
        int its = Slot.of(octets(key));
        if (slot >= 0 && its != slot) {
            throw new IllegalArgumentException(
                    "all keys of a transaction are of one slot, as those with the same {tag} are; '" + key
                            + "' is not");
        }
        slot = its;
        steps.add(new TransactionCall.Step(arguments, result));
        return this;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
