package io.buddykv.node.log;

import java.util.List;

/**
 * Which range gets the next snapshot, so that the disk holds at most {@value #MOST_PER_LIVE} octets for each that is alive,
 * and two segments: a snapshot is worth its work when it makes the oldest segment superfluous, or replaces one that has
 * become much larger than the range.
 */
final class SnapshotPlan {
    static final double MOST_PER_LIVE = 2.5;
    /** From here on snapshots are made, so that there is time left for making them: the log grows meanwhile. */
    private static final double WANTED_PER_LIVE = 2.4;

    private SnapshotPlan() {}

    /**
     * What one range takes.
     *
     * @param takeable whether it can have a snapshot: it is complete, or nothing at all
     * @param liveBytes keys and values
     * @param neededFrom the first segment it needs, {@link Segments#NONE} for none
     */
    record Use(int range, boolean takeable, long liveBytes, long snapshotBytes, long neededFrom) {}

    /** What is to be done: nothing where {@code range} is negative. */
    record Choice(int range, boolean urgent) {
        static final Choice NOTHING = new Choice(-1, false);
    }

    static Choice choose(List<Use> ranges, long logBytes, long currentSegment, long segmentBytes) {
        long live = 0;
        long used = logBytes;
        for (Use use : ranges) {
            live += use.liveBytes();
            used += use.snapshotBytes();
        }
        double wanted = WANTED_PER_LIVE * live + segmentBytes + Math.min(live, segmentBytes) / 2.0;
        if (used <= wanted) {
            return Choice.NOTHING;
        }
        Use best = null;
        for (Use use : ranges) {
            if (use.takeable() && isWorthIt(use, currentSegment) && (best == null || isBetter(use, best))) {
                best = use;
            }
        }
        return best == null
                ? Choice.NOTHING
                : new Choice(best.range(), used > MOST_PER_LIVE * live + segmentBytes * 1.75);
    }

    private static boolean isWorthIt(Use use, long currentSegment) {
        return freesSegments(use, currentSegment) || use.snapshotBytes() > 2 * use.liveBytes() + FileHeader.BYTES * 2;
    }

    private static boolean freesSegments(Use use, long currentSegment) {
        return use.neededFrom() != Segments.NONE && use.neededFrom() < currentSegment;
    }

    private static boolean isBetter(Use use, Use best) {
        long needed = use.neededFrom() == Segments.NONE ? Long.MAX_VALUE : use.neededFrom();
        long bestNeeded = best.neededFrom() == Segments.NONE ? Long.MAX_VALUE : best.neededFrom();
        return needed != bestNeeded
                ? needed < bestNeeded
                : use.snapshotBytes() - use.liveBytes() > best.snapshotBytes() - best.liveBytes();
    }
}
