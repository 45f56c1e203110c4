package io.buddykv.topology.placement;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who is to hold ranges: a function of the map. Of the slaves in it, the goal keeps as many as it names, those with the
 * lowest numbers, less the ones that are drained by name.
 *
 * @param retired numbers beyond the goal's: they hold nothing in the end, and are then forgotten
 * @param draining the retired, and those that are drained by name
 * @param placed those that ranges are laid on: they stay, and are up or have their part already
 */
public record Roster(SortedSet<Integer> retired, SortedSet<Integer> draining, SortedSet<Integer> placed) {
    public Roster {
        retired = Collections.unmodifiableSortedSet(retired);
        draining = Collections.unmodifiableSortedSet(draining);
        placed = Collections.unmodifiableSortedSet(placed);
    }

    public static Roster of(ClusterMap map) {
        SortedSet<Integer> retired = new TreeSet<>();
        SortedSet<Integer> draining = new TreeSet<>();
        if (map.goal() != null) {
            map.slaves().keySet().stream().skip(map.goal().slaves()).forEach(retired::add);
            draining.addAll(map.goal().drained());
            draining.retainAll(map.slaves().keySet());
            draining.addAll(retired);
        }
        SortedSet<Integer> placed = parts(map);
        map.slaves().values().stream()
                .filter(SlaveEntry::isUp)
                .map(SlaveEntry::number)
                .forEach(placed::add);
        placed.retainAll(map.slaves().keySet());
        placed.removeAll(draining);
        return new Roster(retired, draining, placed);
    }

    /** Everybody who is a home or a planned buddy. */
    private static SortedSet<Integer> parts(ClusterMap map) {
        SortedSet<Integer> parts = new TreeSet<>();
        for (RangeEntry range : map.ranges()) {
            parts.add(range.home());
        }
        if (map.plan() != null) {
            for (List<Integer> buddies : map.plan().buddies()) {
                parts.addAll(buddies);
            }
        }
        return parts;
    }

    /** How many slaves count for the copies that are wanted. */
    public static int staying(ClusterMap map) {
        Roster roster = of(map);
        return map.slaves().size() - roster.draining().size();
    }

    /** The sites of those that ranges are laid on. */
    public SortedMap<Integer, Site> sites(ClusterMap map) {
        SortedMap<Integer, Site> sites = new TreeMap<>();
        placed.forEach(number -> sites.put(number, Site.of(map.slave(number))));
        return sites;
    }
}
