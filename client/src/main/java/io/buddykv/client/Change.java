package io.buddykv.client;

import java.time.Instant;
import java.util.Optional;

/** What has become of a key. */
public sealed interface Change {
    /**
     * It has a new value, whatever it was before.
     *
     * @param octets the value; the array is the change's own
     * @param expiry empty where it does not expire
     */
    record Value(String key, byte[] octets, Optional<Instant> expiry) implements Change {
        public <V> V as(Codec<V> codec) {
            return codec.decode(octets);
        }

        /** The value as text. */
        public String text() {
            return as(Codec.string());
        }
    }

    /**
     * Its value is the same, but not when it expires.
     *
     * @param expiry empty where it does not expire any more
     */
    record Expiry(String key, Optional<Instant> expiry) implements Change {}

    /** It is not there any more: somebody has deleted it, or it has expired. */
    record Deleted(String key) implements Change {}

    /** All keys of a key range have been deleted, those among them that are watched. Once for each range. */
    record Cleared() implements Change {}
}
