package io.buddykv.topology;

import io.buddykv.topology.placement.PlacementPolicy;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the cluster is to become, as asked for by people or by the operator. It stands in the map, so that whichever master
 * is active goes on towards it.
 *
 * @param slaves how many of them are to hold ranges: of those in the map, the ones with the lowest numbers
 * @param buddies how many copies each range is to have besides its primary
 * @param drained numbers that are to hold nothing for the time being, whatever {@code slaves} says
 */
public record Goal(
        int slaves, int buddies, PlacementPolicy placement, Rebalancing rebalancing, SortedSet<Integer> drained) {
    public static final int MOST_BUDDIES = 2;

    public Goal {
        if (slaves < 1) {
            throw new IllegalArgumentException("a cluster of " + slaves + " slaves could hold nothing");
        }
        if (buddies < 0 || buddies > MOST_BUDDIES) {
            throw new IllegalArgumentException("buddies must be from 0 to " + MOST_BUDDIES + ", not " + buddies);
        }
        drained = Collections.unmodifiableSortedSet(new TreeSet<>(drained));
    }

    public static Goal of(int slaves, int buddies, PlacementPolicy placement, Rebalancing rebalancing) {
        return new Goal(slaves, buddies, placement, rebalancing, Collections.emptySortedSet());
    }

    public Goal withSlaves(int wanted) {
        return new Goal(wanted, buddies, placement, rebalancing, drained);
    }

    public Goal withShape(int wantedBuddies, PlacementPolicy policy, Rebalancing limits) {
        return new Goal(slaves, wantedBuddies, policy, limits, drained);
    }

    public Goal withDrained(int number) {
        SortedSet<Integer> more = new TreeSet<>(drained);
        more.add(number);
        return new Goal(slaves, buddies, placement, rebalancing, more);
    }

    public Goal withoutDrained(int number) {
        SortedSet<Integer> fewer = new TreeSet<>(drained);
        fewer.remove(number);
        return new Goal(slaves, buddies, placement, rebalancing, fewer);
    }
}
