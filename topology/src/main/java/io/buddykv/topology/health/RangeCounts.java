package io.buddykv.topology.health;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import io.buddykv.topology.placement.Placement;
import io.buddykv.topology.placement.Roster;

/**
 * How many ranges are in which condition; one range can be in several.
 *
 * @param total how many there are; 0 before the first cut
 * @param down nobody serves them
 * @param redirected served by another slave than their home
 * @param underReplicated with fewer living in-sync copies than there should be and could be
 * @param moving being handed over, or with a copy that is catching up
 */
public record RangeCounts(int total, int down, int redirected, int underReplicated, int moving) {

    /** @param buddies how many copies each range should have besides the primary's */
    public static RangeCounts of(ClusterMap map, int buddies) {
        int wanted = Placement.wanted(buddies, Roster.staying(map));
        int down = 0;
        int redirected = 0;
        int underReplicated = 0;
        int moving = 0;
        for (RangeEntry range : map.ranges()) {
            down += range.isDown() ? 1 : 0;
            redirected += range.redirected() ? 1 : 0;
            underReplicated += range.isDown() || livingInSync(map, range) < wanted ? 1 : 0;
            moving += range.isHandingOver() || !range.joining().isEmpty() ? 1 : 0;
        }
        return new RangeCounts(map.ranges().size(), down, redirected, underReplicated, moving);
    }

    private static long livingInSync(ClusterMap map, RangeEntry range) {
        return range.inSync().stream().filter(member -> lives(map, member)).count();
    }

    private static boolean lives(ClusterMap map, Member member) {
        SlaveEntry slave = map.slave(member.number());
        return map.isCurrent(member) && slave.state() != SlaveState.DOWN;
    }
}
