package io.buddykv.node.command;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.KeyRanges;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * Slots that follow one another and are served and copied by the same slaves.
 *
 * @param primary number of the slave that serves them
 * @param copies numbers of the other slaves that hold them in sync, ascending
 */
record SlotSpan(int first, int last, int primary, List<Integer> copies) {

    /** All slots that are served, in order, in as few spans as there can be. */
    static List<SlotSpan> of(ClusterMap map) {
        List<SlotSpan> spans = new ArrayList<>();
        if (!map.isCut()) {
            return spans;
        }
        KeyRanges ranges = map.keyRanges();
        for (int range = 0; range < ranges.count(); range++) {
            RangeEntry entry = map.range(range);
            if (entry.primary() == null || map.slave(entry.primary().number()) == null) {
                continue;
            }
            SlotSpan next = new SlotSpan(
                    ranges.firstSlot(range),
                    ranges.lastSlot(range),
                    entry.primary().number(),
                    copies(map, entry));
            SlotSpan previous = spans.isEmpty() ? null : spans.get(spans.size() - 1);
            if (previous != null && previous.isContinuedBy(next)) {
                spans.set(spans.size() - 1, previous.upTo(next.last()));
            } else {
                spans.add(next);
            }
        }
        return spans;
    }

    private static List<Integer> copies(ClusterMap map, RangeEntry entry) {
        return entry.inSync().stream()
                .filter(member -> !member.equals(entry.primary()) && map.isCurrent(member))
                .map(Member::number)
                .filter(number -> map.slave(number).isUp())
                .sorted()
                .toList();
    }

    private boolean isContinuedBy(SlotSpan next) {
        return next.first == last + 1 && next.primary == primary && next.copies.equals(copies);
    }

    private SlotSpan upTo(int newLast) {
        return new SlotSpan(first, newLast, primary, copies);
    }
}
