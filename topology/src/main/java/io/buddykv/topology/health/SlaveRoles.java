package io.buddykv.topology.health;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one slave does for the cluster, in ranges.
 *
 * @param homes ranges that should be served by it
 * @param primaries ranges that are
 * @param copies ranges of which it is an in-sync copy without being the primary
 * @param joining ranges that it is catching up with
 */
public record SlaveRoles(int homes, int primaries, int copies, int joining) {
    private static final SlaveRoles NONE = new SlaveRoles(0, 0, 0, 0);

    /** The roles of all slaves in the map, by number; only those of their newest lives count. */
    public static SortedMap<Integer, SlaveRoles> all(ClusterMap map) {
        SortedMap<Integer, SlaveRoles> roles = new TreeMap<>();
        map.slaves().keySet().forEach(number -> roles.put(number, NONE));
        for (RangeEntry range : map.ranges()) {
            roles.computeIfPresent(range.home(), (number, sum) -> sum.plus(1, 0, 0, 0));
            for (Member member : range.inSync()) {
                boolean primary = range.isPrimary(member);
                add(map, roles, member, primary ? 1 : 0, primary ? 0 : 1, 0);
            }
            range.joining().forEach(member -> add(map, roles, member, 0, 0, 1));
        }
        return Collections.unmodifiableSortedMap(roles);
    }

    private static void add(
            ClusterMap map, SortedMap<Integer, SlaveRoles> roles, Member member, int primaries, int copies, int joins) {
        if (map.isCurrent(member)) {
            roles.computeIfPresent(member.number(), (number, sum) -> sum.plus(0, primaries, copies, joins));
        }
    }

    private SlaveRoles plus(int moreHomes, int morePrimaries, int moreCopies, int moreJoining) {
        return new SlaveRoles(homes + moreHomes, primaries + morePrimaries, copies + moreCopies, joining + moreJoining);
    }
}
