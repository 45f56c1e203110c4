package io.buddykv.client;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Values of one type as octets. Safe for any thread.
 *
 * @param <V> what the application works with; never null
 */
public interface Codec<V> {
    byte[] encode(V value);

    V decode(byte[] octets);

    /** Octets as they are; the arrays are not copied. */
    static Codec<byte[]> bytes() {
        return PlainCodecs.BYTES;
    }

    /** Text in UTF-8. */
    static Codec<String> string() {
        return PlainCodecs.STRING;
    }

    /** Whole numbers in decimal, as counters have them. */
    static Codec<Long> number() {
        return PlainCodecs.NUMBER;
    }

    /** JSON, by Jackson's rules for the type. */
    static <V> Codec<V> json(Class<V> type) {
        return new JsonCodec<>(type);
    }

    /** Another type by way of text. */
    static <V> Codec<V> of(Function<V, String> toText, Function<String, V> ofText) {
        return new Codec<>() {
            @Override
            public byte[] encode(V value) {
                return toText.apply(value).getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public V decode(byte[] octets) {
                return ofText.apply(new String(octets, StandardCharsets.UTF_8));
            }
        };
    }
}
