package io.buddykv.topology.change;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Goal;
import io.buddykv.topology.Member;
import io.buddykv.topology.MovePlan;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.health.MoveCounts;
import io.buddykv.topology.placement.Layout;
import io.buddykv.topology.placement.Roster;
import io.buddykv.topology.placement.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Homes and buddies are planned anew when the slaves that are to hold ranges, their sites, or the wanted copies have
 * changed, and only then: a slave that is down keeps its part. Nothing here gives or takes a role; that is done range by
 * range, by whoever is master, until the map is as planned.
 */
public final class Relayout {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Relayout() {}

    /** The map with a plan for its goal; the same map where it has that already, or nobody could hold ranges. */
    public static ClusterMap planned(ClusterMap map, long term, Goal goal) {
        Roster roster = Roster.of(map);
        SortedMap<Integer, Site> sites = roster.sites(map);
        if (!map.isCut() || sites.isEmpty()) {
            return map;
        }
        long basis = basis(sites, goal);
        if (map.plan() != null && map.plan().basis() == basis) {
            return map;
        }
        return laidOut(map, term, basis, Layout.of(homes(map), held(map), sites, goal.buddies(), goal.placement()));
    }

    /** The map with other homes for the same slaves, and the buddies that go with them. */
    public static ClusterMap withHomes(ClusterMap map, long term, Goal goal, int[] homes) {
        SortedMap<Integer, Site> sites = Roster.of(map).sites(map);
        return laidOut(
                map,
                term,
                basis(sites, goal),
                Layout.withHomes(homes, held(map), sites, goal.buddies(), goal.placement()));
    }

    /** The plan for ranges that have just been born as they are laid out. */
    static MovePlan atBirth(SortedMap<Integer, Site> sites, Goal goal, List<List<Integer>> copies) {
        return new MovePlan(
                basis(sites, goal),
                0,
                copies.stream().map(all -> all.subList(1, all.size())).toList());
    }

    private static ClusterMap laidOut(ClusterMap map, long term, long basis, Layout layout) {
        MapEdit edit = new MapEdit(map, term);
        for (int range = 0; range < edit.rangeCount(); range++) {
            edit.home(range, layout.homes()[range]);
        }
        edit.plan(new MovePlan(basis, 0, layout.buddies()));
        int moves = MoveCounts.of(edit.done()).left();
        edit.plan(new MovePlan(basis, moves, layout.buddies()));
        return edit.done();
    }

    public static int[] homes(ClusterMap map) {
        return map.ranges().stream().mapToInt(RangeEntry::home).toArray();
    }

    /** What was planned so far counts as held, also where a slave is down just now; without a plan what is in sync. */
    private static List<List<Integer>> held(ClusterMap map) {
        List<List<Integer>> held = new ArrayList<>();
        for (int range = 0; range < map.ranges().size(); range++) {
            List<Integer> holders = new ArrayList<>();
            if (map.plan() != null) {
                holders.add(map.range(range).home());
                holders.addAll(map.plan().buddies().get(range));
            }
            for (Member member : map.range(range).inSync()) {
                if (!holders.contains(member.number())) {
                    holders.add(member.number());
                }
            }
            held.add(holders);
        }
        return held;
    }

    /** FNV-1a over everything that a layout depends on, in ascending order of numbers. */
    private static long basis(SortedMap<Integer, Site> sites, Goal goal) {
        StringBuilder text = new StringBuilder();
        text.append(goal.buddies())
                .append(goal.placement())
                .append(goal.rebalancing().by());
        sites.forEach((number, site) -> text.append('|')
                .append(number)
                .append('/')
                .append(site.zone())
                .append('/')
                .append(site.host()));
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** Whether ranges have been laid on the slave, or it has a role in one. */
    static boolean hasPart(ClusterMap map, SlaveEntry slave) {
        int number = slave.number();
        boolean named = map.ranges().stream()
                .anyMatch(range -> range.home() == number || range.names(number) || isTarget(range, number));
        return named
                || (map.plan() != null && map.plan().buddies().stream().anyMatch(buddies -> buddies.contains(number)));
    }

    private static boolean isTarget(RangeEntry range, int number) {
        return range.target() != null && range.target().number() == number;
    }
}
