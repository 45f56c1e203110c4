package io.buddykv.node.cluster;

import io.buddykv.topology.Slot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Keys spread evenly over all hash slots; as many as there are slots, or more, reach every one. */
final class SlotKeys {
    private static final String[] TAGS = tags();

    private SlotKeys() {}

    private static String[] tags() {
        String[] tags = new String[Slot.COUNT];
        int found = 0;
        for (int candidate = 0; found < tags.length; candidate++) {
            String tag = Integer.toString(candidate, Character.MAX_RADIX);
            int slot = Slot.of(tag.getBytes(StandardCharsets.UTF_8));
            if (tags[slot] == null) {
                tags[slot] = tag;
                found++;
            }
        }
        return tags;
    }

    /** A key of that slot, whose name begins with {@code prefix}. */
    static String ofSlot(String prefix, int slot) {
        return prefix + "{" + TAGS[slot] + "}";
    }

    static List<String> spread(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> ofSlot(prefix + ":" + index + ":", (int)
                        ((long) index * Math.max(1, Slot.COUNT / count) % Slot.COUNT)))
                .toList();
    }
}
