package io.buddykv.client.feed;

import io.buddykv.topology.KeyRanges;
import io.buddykv.topology.Slot;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * Which keys are followed, and what of them.
 *
 * @param text the key, or what the keys begin with
 * @param wantsValues whether new values are told, or only that there are some
 */
public record FeedFilter(String text, boolean isPrefix, boolean wantsValues) {
    /** The key ranges that such keys can be in: one, where the slot follows from what is known of them. */
    IntStream ranges(KeyRanges ranges) {
        if (!isPrefix || hasTag()) {
            return IntStream.of(ranges.ofSlot(Slot.of(octets())));
        }
        return IntStream.range(0, ranges.count());
    }

    byte[] octets() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether every key that begins like this has the same hash tag. */
    private boolean hasTag() {
        int open = text.indexOf('{');
        return open >= 0 && text.indexOf('}', open) > open + 1;
    }
}
