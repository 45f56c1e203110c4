package io.buddykv.node.command;

import io.buddykv.node.store.EntryVisitor;
import io.buddykv.node.store.Keyspace;
import io.buddykv.node.store.RangeTable;

/**
 * One walk through the keys of the ranges served here, from a cursor on, until enough of them were looked at. Ranges that
 * are served elsewhere are passed over: whoever scans every slave finds them there.
 */
final class ScanPass implements EntryVisitor {
    static final long ELSEWHERE = -1;

    private final FoundKeys found = new FoundKeys();
    private final GlobPattern pattern;
    private final String type;
    private Keyspace keys;
    private long visited;
    private long place;

    /**
     * @param pattern null for any name
     * @param type in lower case; null for any
     */
    ScanPass(GlobPattern pattern, String type) {
        this.pattern = pattern == null || pattern.matchesEverything() ? null : pattern;
        this.type = type;
    }

    /** Goes on from a cursor until {@code atLeast} keys were looked at, and returns the cursor of the rest. */
    long from(long cursor, ServedRanges ranges, long atLeast) {
        int count = ranges.keyRanges().count();
        place = ScanCursor.place(cursor);
        for (long range = ScanCursor.range(cursor); range < count; range++) {
            boolean served = ranges.read((int) range, served(atLeast - visited));
            if (!served) {
                place = RangeTable.END;
            }
            if (visited >= atLeast) {
                return ScanCursor.of((int) range, place, count);
            }
            place = 0;
        }
        return ScanCursor.DONE;
    }

    /** The same within one range; {@link #ELSEWHERE} where it is not served here, {@link RangeTable#END} at its end. */
    long ofRange(int range, long from, ServedRanges ranges, long atLeast) {
        place = from;
        return ranges.read(range, served(atLeast)) ? place : ELSEWHERE;
    }

    FoundKeys found() {
        return found;
    }

    @Override
    public void visit(long entry) {
        visited++;
        if (hasType(entry) && hasName(entry)) {
            found.add(keys, entry);
        }
    }

    private ServedRanges.Action served(long atLeast) {
        return space -> {
            keys = space;
            place = space.scan(place, (int) Math.min(Integer.MAX_VALUE, atLeast), this);
        };
    }

    private boolean hasType(long entry) {
        return type == null || type.equals(ValueTypes.name(keys.type(entry)));
    }

    private boolean hasName(long entry) {
        return pattern == null || pattern.matches(keys.array(entry), keys.keyAt(entry), keys.keyLength(entry));
    }
}
