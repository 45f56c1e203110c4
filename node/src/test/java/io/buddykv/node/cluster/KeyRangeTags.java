package io.buddykv.node.cluster;

import io.buddykv.node.port.http.RangeStatus;
import io.buddykv.topology.Slot;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A hash tag for each key range. */
final class KeyRangeTags {
    private final String[] tags;

    KeyRangeTags(List<RangeStatus> ranges) {
        tags = new String[ranges.size()];
        int width = Slot.COUNT / ranges.size();
        int found = 0;
        for (int candidate = 0; found < tags.length; candidate++) {
            String tag = Integer.toString(candidate, Character.MAX_RADIX);
            int range = Slot.of(tag.getBytes(StandardCharsets.UTF_8)) / width;
            if (tags[range] == null) {
                tags[range] = tag;
                found++;
            }
        }
    }

    /** A key whose name begins with {@code prefix} and that lies in {@code range}. */
    String key(String prefix, int range) {
        return prefix + "{" + tags[range] + "}";
    }

    int count() {
        return tags.length;
    }
}
