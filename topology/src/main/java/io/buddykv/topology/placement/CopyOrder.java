package io.buddykv.topology.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The order in which slaves are asked to hold a range: its home, and then again and again one of those that are farthest
 * from the copies chosen so far, in the order of the ring behind the last one chosen.
 *
 * <p>Which one of those: the ring policy takes the first. The spread policy reads the range's rank among its home's ranges
 * as a number of mixed radix, one digit for each choice: the first digit spreads a slave's ranges evenly over all the
 * others, the second spreads those that share a first buddy, and so on.
 *
 * <p>Slaves that are not eligible are chosen and then left out, so that what the others hold does not depend on them.
 */
final class CopyOrder {
    /** Sharing the zone weighs more than sharing the host. */
    static final int SAME_ZONE = 2;

    static final int SAME_HOST = 1;

    private final int[] numbers;
    private final int[] zones;
    private final int[] hosts;
    private final int[] homePositions;
    private final int[] ranks;
    private final boolean spread;

    CopyOrder(int[] homes, Map<Integer, Site> sites, PlacementPolicy policy) {
        SortedSet<Integer> all = new TreeSet<>(sites.keySet());
        for (int home : homes) {
            all.add(home);
        }
        numbers = all.stream().mapToInt(Integer::intValue).toArray();
        zones = new int[numbers.length];
        hosts = new int[numbers.length];
        Map<String, Integer> names = new HashMap<>();
        Site unknown = new Site(null, null);
        for (int i = 0; i < numbers.length; i++) {
            Site site = sites.getOrDefault(numbers[i], unknown);
            zones[i] = names.computeIfAbsent("zone " + site.zone(), name -> names.size());
            hosts[i] = names.computeIfAbsent("host " + site.host(), name -> names.size());
        }
        homePositions = new int[homes.length];
        ranks = new int[homes.length];
        int[] counted = new int[numbers.length];
        for (int range = 0; range < homes.length; range++) {
            homePositions[range] = Arrays.binarySearch(numbers, homes[range]);
            ranks[range] = counted[homePositions[range]]++;
        }
        spread = policy == PlacementPolicy.SPREAD;
    }

    boolean[] eligible(Set<Integer> eligibleNumbers) {
        boolean[] eligible = new boolean[numbers.length];
        for (int number : eligibleNumbers) {
            int position = Arrays.binarySearch(numbers, number);
            if (position < 0) {
                throw new IllegalArgumentException("slave " + number + " has no site");
            }
            eligible[position] = true;
        }
        return eligible;
    }

    /** The first {@code wanted} eligible slaves for the range; {@code wanted} of them must be eligible. */
    List<Integer> of(int range, boolean[] eligible, int wanted) {
        int home = homePositions[range];
        int digits = spread ? ranks[range] : 0;
        boolean[] chosen = new boolean[numbers.length];
        int[] farthest = new int[numbers.length];
        int[] copies = new int[Math.max(wanted, 1)];
        copies[0] = home;
        int count = eligible[home] ? 1 : 0;
        int last = home;
        chosen[home] = true;
        while (count < wanted) {
            int candidates = collectFarthest(copies, Math.max(count, 1), last, chosen, farthest);
            last = farthest[digits % candidates];
            digits /= candidates;
            chosen[last] = true;
            if (eligible[last]) {
                copies[count++] = last;
            }
        }
        List<Integer> result = new ArrayList<>(wanted);
        for (int i = 0; i < wanted; i++) {
            result.add(numbers[copies[i]]);
        }
        return result;
    }

    /** Fills {@code farthest} in ring order behind {@code last}; returns how many there are. */
    private int collectFarthest(int[] copies, int copyCount, int last, boolean[] chosen, int[] farthest) {
        int best = Integer.MAX_VALUE;
        int count = 0;
        int position = last;
        for (int i = 1; i < numbers.length; i++) {
            position = position + 1 == numbers.length ? 0 : position + 1;
            if (chosen[position]) {
                continue;
            }
            int nearness = nearness(position, copies, copyCount);
            if (nearness < best) {
                best = nearness;
                count = 0;
            }
            if (nearness == best) {
                farthest[count++] = position;
            }
        }
        return count;
    }

    private int nearness(int position, int[] copies, int copyCount) {
        int nearness = 0;
        for (int i = 0; i < copyCount; i++) {
            if (zones[position] == zones[copies[i]]) {
                nearness |= SAME_ZONE;
            }
            if (hosts[position] == hosts[copies[i]]) {
                nearness |= SAME_HOST;
            }
        }
        return nearness;
    }
}
