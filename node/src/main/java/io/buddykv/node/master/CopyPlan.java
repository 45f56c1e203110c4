package io.buddykv.node.master;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.placement.Placement;
import io.buddykv.topology.placement.Site;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which slaves should hold each range, when all of them are up and while only some are. */
final class CopyPlan {
    private final SortedSet<Integer> up;
    private final List<List<Integer>> planned;
    private final List<List<Integer>> substitutes;
    private final int wantedNow;

    private CopyPlan(
            SortedSet<Integer> up, List<List<Integer>> planned, List<List<Integer>> substitutes, int wantedNow) {
        this.up = up;
        this.planned = planned;
        this.substitutes = substitutes;
        this.wantedNow = wantedNow;
    }

    static CopyPlan of(ClusterMap map, MasterSettings settings) {
        int[] homes = map.ranges().stream().mapToInt(RangeEntry::home).toArray();
        SortedMap<Integer, Site> sites = Site.all(map);
        SortedSet<Integer> up = new TreeSet<>();
        map.slaves().values().stream().filter(SlaveEntry::isUp).forEach(slave -> up.add(slave.number()));
        return new CopyPlan(
                up,
                Placement.copies(homes, sites, settings.buddies(), settings.placement()),
                Placement.copies(homes, sites, up, settings.buddies(), settings.placement()),
                Placement.wanted(settings.buddies(), up.size()));
    }

    /** Copies that a range should have while only these slaves are up, the primary's included. */
    int wantedNow() {
        return wantedNow;
    }

    /** The home and its buddies, whether they are up or not. */
    List<Integer> planned(int range) {
        return planned.get(range);
    }

    /** Who of those that are up should hold the range, the home first where it is up; empty when nobody is up. */
    List<Integer> substitutes(int range) {
        return substitutes.get(range);
    }

    /** The same, and then everybody else who is up: for when a substitute cannot be reached by the primary. */
    Set<Integer> substitutesThenOthers(int range) {
        Set<Integer> ordered = new LinkedHashSet<>(substitutes.get(range));
        ordered.addAll(up);
        return ordered;
    }
}
