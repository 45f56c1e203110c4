package io.buddykv.topology.health;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the map is from its plan. A move is a copy that has to be filled, or a range that has to be handed over.
 *
 * @param planned how many there were when the plan was made
 * @param left how many there still are, those that failures have added since included
 * @param underWay how many of these have begun
 * @param surplus copies that will be dropped when everything else is in its place
 */
public record MoveCounts(int planned, int left, int underWay, int surplus) {
    public static final MoveCounts NONE = new MoveCounts(0, 0, 0, 0);

    public static MoveCounts of(ClusterMap map) {
        if (map.plan() == null) {
            return NONE;
        }
        int left = 0;
        int underWay = 0;
        int surplus = 0;
        for (int range = 0; range < map.ranges().size(); range++) {
            RangeEntry entry = map.range(range);
            List<Integer> wanted = new ArrayList<>(map.plan().buddies().get(range));
            wanted.add(entry.home());
            for (int number : wanted) {
                left += holds(map, entry, number) ? 0 : 1;
            }
            left += entry.primary() != null && entry.primary().number() == entry.home() ? 0 : 1;
            underWay += entry.joining().size() + (entry.isHandingOver() ? 1 : 0);
            for (Member member : entry.inSync()) {
                surplus += wanted.contains(member.number()) ? 0 : 1;
            }
        }
        return new MoveCounts(map.plan().moves(), left, underWay, surplus);
    }

    private static boolean holds(ClusterMap map, RangeEntry entry, int number) {
        SlaveEntry slave = map.slave(number);
        return slave != null && entry.isInSync(slave.member());
    }

    /** How many of the planned ones have been made. */
    public int made() {
        return Math.max(0, planned - left);
    }

    public boolean isDone() {
        return left == 0 && surplus == 0;
    }
}
