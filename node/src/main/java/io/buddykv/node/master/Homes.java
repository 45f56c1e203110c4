package io.buddykv.node.master;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.placement.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Homes for slaves that came after the ranges were cut. */
final class Homes {
    private Homes() {}

    /** The map with homes evened out over all its slaves, when one that is up has none; else the same map. */
    static ClusterMap evenedOut(ClusterMap map, long term) {
        Set<Integer> homes = map.ranges().stream().map(RangeEntry::home).collect(Collectors.toSet());
        boolean homeless =
                map.slaves().values().stream().anyMatch(slave -> slave.isUp() && !homes.contains(slave.number()));
        if (!homeless || map.slaves().size() > map.ranges().size()) {
            return map;
        }
        TreeSet<Integer> numbers =
                map.slaves().values().stream().map(SlaveEntry::number).collect(Collectors.toCollection(TreeSet::new));
        int[] evened = Placement.rebalanced(
                map.ranges().stream().mapToInt(RangeEntry::home).toArray(), numbers);
        List<RangeEntry> ranges = new ArrayList<>();
        for (int range = 0; range < evened.length; range++) {
            ranges.add(withHome(map.range(range), evened[range]));
        }
        return new ClusterMap(map.clusterId(), map.version() + 1, term, map.dataLosses(), ranges, map.slaves());
    }

    private static RangeEntry withHome(RangeEntry range, int home) {
        return new RangeEntry(
                home,
                range.primary(),
                range.inSync(),
                range.joining(),
                range.epoch(),
                range.primarySince(),
                range.bornEpoch(),
                range.released(),
                range.state(),
                range.target());
    }
}
