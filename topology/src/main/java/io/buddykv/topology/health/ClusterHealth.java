package io.buddykv.topology.health;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.placement.Roster;

/**
 * What the map says about the cluster as a whole.
 *
 * @param ready the ranges are cut and every one of them is served
 * @param fullyInSync every range has as many in-sync copies as the number of slaves allows: the state in which one slave
 *     may be taken away
 * @param tooFewSlaves there are fewer slaves than the wanted copies need
 * @param redundant every range has every copy that is wanted
 */
public record ClusterHealth(
        RangeCounts ranges, boolean ready, boolean fullyInSync, boolean tooFewSlaves, boolean redundant) {

    /** @param buddies how many copies each range should have besides the primary's */
    public static ClusterHealth of(ClusterMap map, int buddies) {
        RangeCounts ranges = RangeCounts.of(map, buddies);
        boolean ready = map.isCut() && ranges.down() == 0;
        boolean fullyInSync = ready && ranges.underReplicated() == 0;
        boolean tooFewSlaves = Roster.staying(map) < buddies + 1;
        return new ClusterHealth(ranges, ready, fullyInSync, tooFewSlaves, fullyInSync && !tooFewSlaves);
    }
}
