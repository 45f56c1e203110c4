package io.buddykv.topology.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Which slave each range belongs to, and which others should copy it: functions of their arguments alone, so that every
 * master comes to the same answer.
 *
 * <p>Not guaranteed: that copies are even where zones have different numbers of slaves, and that no copy moves when a
 * slave is added (it then becomes the buddy of some ranges of each other slave).
 */
public final class Placement {
    private Placement() {}

    /**
     * The home of each range at the cluster's birth: neighbouring ranges together, which keeps the tables that clients
     * read short, and counts that differ by at most one.
     */
    public static int[] homes(int rangeCount, SortedSet<Integer> slaves) {
        requireSome(slaves);
        int[] homes = new int[rangeCount];
        int share = rangeCount / slaves.size();
        int larger = rangeCount % slaves.size();
        int next = 0;
        for (int slave : slaves) {
            int count = larger-- > 0 ? share + 1 : share;
            Arrays.fill(homes, next, next + count, slave);
            next += count;
        }
        return homes;
    }

    /** The same where nothing is known of copies. */
    public static int[] rebalanced(int[] homes, SortedSet<Integer> slaves) {
        return rebalanced(homes, slaves, Collections.nCopies(homes.length, List.of()));
    }

    /**
     * The homes for another set of slaves: counts differ by at most one, and no other answer of which that is true moves
     * fewer ranges. A slave that has too many gives its last ones. A range that moves goes to one that holds it already,
     * where one of these has room.
     *
     * @param held by range, numbers that hold a copy
     */
    public static int[] rebalanced(int[] homes, SortedSet<Integer> slaves, List<List<Integer>> held) {
        requireSome(slaves);
        SortedMap<Integer, Integer> room = quotas(homes, slaves);
        int[] rebalanced = homes.clone();
        List<Integer> moving = new ArrayList<>();
        for (int range = 0; range < homes.length; range++) {
            Integer left = room.get(homes[range]);
            if (left == null || left == 0) {
                moving.add(range);
            } else {
                room.put(homes[range], left - 1);
            }
        }
        moving.removeIf(range -> movesToHolder(range, held.get(range), room, rebalanced));
        List<Integer> receivers = new ArrayList<>();
        room.forEach((slave, left) -> {
            for (int i = 0; i < left; i++) {
                receivers.add(slave);
            }
        });
        for (int i = 0; i < moving.size(); i++) {
            rebalanced[moving.get(i)] = receivers.get(i);
        }
        return rebalanced;
    }

    private static boolean movesToHolder(
            int range, List<Integer> holders, SortedMap<Integer, Integer> room, int[] rebalanced) {
        for (int holder : holders) {
            int left = room.getOrDefault(holder, 0);
            if (left > 0) {
                room.put(holder, left - 1);
                rebalanced[range] = holder;
                return true;
            }
        }
        return false;
    }

    /** How many ranges each slave ends with: those that have most now get the larger shares. */
    private static SortedMap<Integer, Integer> quotas(int[] homes, SortedSet<Integer> slaves) {
        SortedMap<Integer, Integer> counts = new TreeMap<>();
        slaves.forEach(slave -> counts.put(slave, 0));
        for (int home : homes) {
            counts.computeIfPresent(home, (slave, count) -> count + 1);
        }
        List<Integer> fullestFirst = new ArrayList<>(slaves);
        fullestFirst.sort(
                Comparator.comparing((Integer slave) -> counts.get(slave)).reversed());
        int share = homes.length / slaves.size();
        int larger = homes.length % slaves.size();
        for (int slave : fullestFirst) {
            counts.put(slave, larger-- > 0 ? share + 1 : share);
        }
        return counts;
    }

    /**
     * The numbers that should hold {@code range}, its home first. For all ranges use the form without it.
     *
     * @param sites all slaves, each a candidate
     * @param buddies how many copies there should be besides the first; fewer where there are fewer slaves
     */
    public static List<Integer> copies(
            int range, int[] homes, Map<Integer, Site> sites, int buddies, PlacementPolicy policy) {
        CopyOrder order = new CopyOrder(homes, sites, policy);
        return order.of(range, order.eligible(sites.keySet()), wanted(buddies, sites.size()));
    }

    /** The numbers that should hold each range while every slave is eligible. */
    public static List<List<Integer>> copies(
            int[] homes, Map<Integer, Site> sites, int buddies, PlacementPolicy policy) {
        return copies(homes, sites, sites.keySet(), buddies, policy);
    }

    /**
     * The numbers that should hold each range while only some slaves are eligible. Where the home is not, the first
     * number is the buddy it would have. A slave that stops being eligible changes only the lists that it stood in.
     *
     * @param sites all slaves that are known, the ones that are down too
     * @param eligible those that can hold a copy now
     */
    public static List<List<Integer>> copies(
            int[] homes, Map<Integer, Site> sites, Set<Integer> eligible, int buddies, PlacementPolicy policy) {
        CopyOrder order = new CopyOrder(homes, sites, policy);
        boolean[] eligiblePositions = order.eligible(eligible);
        int wanted = wanted(buddies, eligible.size());
        List<List<Integer>> copies = new ArrayList<>(homes.length);
        for (int range = 0; range < homes.length; range++) {
            copies.add(order.of(range, eligiblePositions, wanted));
        }
        return copies;
    }

    /** How many in-sync copies a range should have, the primary's included, when there are {@code slaves} of them. */
    public static int wanted(int buddies, int slaves) {
        return Math.min(buddies + 1, slaves);
    }

    private static void requireSome(SortedSet<Integer> slaves) {
        if (slaves.isEmpty()) {
            throw new IllegalArgumentException("ranges need at least one slave for a home");
        }
    }
}
