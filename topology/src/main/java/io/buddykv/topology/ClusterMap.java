package io.buddykv.topology;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The one versioned document that says who serves and who copies each key range. It is declarative: master and slaves
 * reconcile towards it. Only the active master writes it.
 *
 * @param clusterId made once, at the cluster's birth
 * @param version rises by one with each write
 * @param term the term of the master that wrote it
 * @param dataLosses how many ranges have been restarted empty in this cluster's life because every copy was gone
 * @param ranges by range index; their number is {@link KeyRanges#count()}; empty before the first cut
 * @param slaves by internal number
 * @param goal what the cluster is to become; null in maps of versions that knew none
 * @param plan which slaves each range is to lie on; null before the first cut, and in maps of versions that knew none
 */
public record ClusterMap(
        String clusterId,
        long version,
        long term,
        long dataLosses,
        List<RangeEntry> ranges,
        SortedMap<Integer, SlaveEntry> slaves,
        Goal goal,
        MovePlan plan) {

    /** A map without goal and plan, as versions that knew none wrote it. */
    public ClusterMap(
            String clusterId,
            long version,
            long term,
            long dataLosses,
            List<RangeEntry> ranges,
            SortedMap<Integer, SlaveEntry> slaves) {
        this(clusterId, version, term, dataLosses, ranges, slaves, null, null);
    }

    public ClusterMap {
        ranges = List.copyOf(ranges);
        slaves = Collections.unmodifiableSortedMap(new TreeMap<>(slaves));
    }

    public RangeEntry range(int index) {
        return ranges.get(index);
    }

    /** The slave's entry, or null when the map has none. */
    public SlaveEntry slave(int number) {
        return slaves.get(number);
    }

    /** Whether {@code member} is the life of its slave that this map knows as the newest. */
    public boolean isCurrent(Member member) {
        SlaveEntry entry = slaves.get(member.number());
        return entry != null && entry.member().equals(member);
    }

    /** Whether the ranges have been cut: false only before the first safe boot has ended. */
    public boolean isCut() {
        return !ranges.isEmpty();
    }

    public KeyRanges keyRanges() {
        return new KeyRanges(ranges.size());
    }

    /** Whether this map is newer than {@code other}; null counts as older than any. */
    public boolean isNewerThan(ClusterMap other) {
        return other == null || term > other.term || (term == other.term && version > other.version);
    }

    /** The first map of a cluster: no slaves, and no ranges cut yet. */
    public static ClusterMap unborn(String clusterId, long term) {
        return new ClusterMap(clusterId, 1, term, 0, List.of(), Collections.emptySortedMap());
    }

    /** The same map with a new master's term in it: what a master writes before anything else. */
    public ClusterMap claimed(long newTerm) {
        if (newTerm <= term) {
            throw new IllegalArgumentException("term " + newTerm + " is not newer than " + term);
        }
        return new ClusterMap(clusterId, version + 1, newTerm, dataLosses, ranges, slaves, goal, plan);
    }

    /**
     * This map as the one write that follows {@code confirmed}, however many changes led from there to here. A range that
     * goes down keeps the in-sync set of the confirmed map: nobody has acted on what lay between, so every member of it
     * still holds all that is acknowledged.
     */
    public ClusterMap asOneWriteAfter(ClusterMap confirmed) {
        List<RangeEntry> written = new ArrayList<>(ranges);
        for (int index = 0; index < Math.min(ranges.size(), confirmed.ranges.size()); index++) {
            RangeEntry before = confirmed.range(index);
            RangeEntry after = range(index);
            if (after.isDown() && !before.isDown() && after.bornEpoch() == before.bornEpoch()) {
                written.set(index, after.withInSync(before.inSync()));
            }
        }
        return new ClusterMap(clusterId, confirmed.version() + 1, term, dataLosses, written, slaves, goal, plan);
    }

    /** The same version of the map with other entries for some ranges, by their indexes. */
    public ClusterMap withRanges(Map<Integer, RangeEntry> entries) {
        List<RangeEntry> others = new ArrayList<>(ranges);
        entries.forEach(others::set);
        return new ClusterMap(clusterId, version, term, dataLosses, others, slaves, goal, plan);
    }

    /** The same version of the map with another goal. */
    public ClusterMap withGoal(Goal newGoal) {
        return new ClusterMap(clusterId, version, term, dataLosses, ranges, slaves, newGoal, plan);
    }
}
