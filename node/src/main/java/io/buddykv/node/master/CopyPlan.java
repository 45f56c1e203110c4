package io.buddykv.node.master;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Goal;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.change.Relayout;
import io.buddykv.topology.placement.Placement;
import io.buddykv.topology.placement.Roster;
import io.buddykv.topology.placement.Site;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which slaves should hold each range: those of the map's plan, and while some of them are down others in their place. */
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

    /** @param map with a plan */
    static CopyPlan of(ClusterMap map, Goal goal) {
        Roster roster = Roster.of(map);
        SortedSet<Integer> up = up(map);
        SortedSet<Integer> able = new TreeSet<>(up);
        able.retainAll(roster.placed());
        int wantedNow = Placement.wanted(goal.buddies(), able.size());
        List<List<Integer>> planned = planned(map);
        SortedMap<Integer, Site> sites = roster.sites(map);
        List<List<Integer>> order =
                Placement.copies(Relayout.homes(map), sites, able, goal.buddies(), goal.placement());
        List<List<Integer>> substitutes = new ArrayList<>();
        for (int range = 0; range < planned.size(); range++) {
            Set<Integer> chosen = new LinkedHashSet<>(planned.get(range));
            chosen.retainAll(able);
            chosen.addAll(order.get(range));
            substitutes.add(chosen.stream().limit(wantedNow).toList());
        }
        return new CopyPlan(up, planned, substitutes, wantedNow);
    }

    /** Copies that a range should have while only these slaves are up, the primary's included. */
    static int wantedNow(ClusterMap map, Goal goal) {
        SortedSet<Integer> able = up(map);
        able.retainAll(Roster.of(map).placed());
        return Placement.wanted(goal.buddies(), able.size());
    }

    private static SortedSet<Integer> up(ClusterMap map) {
        SortedSet<Integer> up = new TreeSet<>();
        map.slaves().values().stream().filter(SlaveEntry::isUp).forEach(slave -> up.add(slave.number()));
        return up;
    }

    private static List<List<Integer>> planned(ClusterMap map) {
        List<List<Integer>> planned = new ArrayList<>();
        for (int range = 0; range < map.ranges().size(); range++) {
            RangeEntry entry = map.range(range);
            List<Integer> copies = new ArrayList<>();
            copies.add(entry.home());
            copies.addAll(map.plan().buddies().get(range));
            planned.add(copies);
        }
        return planned;
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
