package io.buddykv.topology.placement;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.SlaveEntry;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where a slave runs; null where that is not known. Copies of one range should share neither. */
public record Site(String zone, String host) {
    public static Site of(SlaveEntry slave) {
        return new Site(slave.zone(), slave.host());
    }

    /** The sites of all slaves in the map, those that are down too. */
    public static SortedMap<Integer, Site> all(ClusterMap map) {
        SortedMap<Integer, Site> sites = new TreeMap<>();
        map.slaves().forEach((number, slave) -> sites.put(number, of(slave)));
        return sites;
    }
}
