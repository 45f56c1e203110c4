package io.buddykv.topology.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Buddies for a change of slaves or homes: those that hold a range keep it as far as its home's ranges stay spread over
 * all others; whatever has no holder left goes where the fewest of its home's ranges have their buddy.
 *
 * <p>Each range has its buddies in other zones and on other hosts than what was chosen before them, where there are any.
 * Where all slaves are equally far from each other, the first buddies of one slave's ranges differ in number by at most
 * one. Not guaranteed: the fewest copies possible; it comes close, because what stays is chosen first.
 */
final class SpreadBuddies {
    private final int[] homes;
    private final List<List<Integer>> held;
    private final int[] numbers;
    private final int[] zones;
    private final int[] hosts;
    private final Map<Integer, Integer> positions = new HashMap<>();
    private final int[] homeCounts;
    private final List<List<Integer>> chosen = new ArrayList<>();
    /** At the present level: buddies by home and number, and by number alone. */
    private int[][] pairs;

    private int[] totals;
    /** How many of a home's buddies have one range more than its share of them. */
    private int[] largerShares;

    SpreadBuddies(int[] homes, List<List<Integer>> held, SortedMap<Integer, Site> sites) {
        this.homes = homes;
        this.held = held;
        this.numbers = sites.keySet().stream().mapToInt(Integer::intValue).toArray();
        this.zones = new int[numbers.length];
        this.hosts = new int[numbers.length];
        this.homeCounts = new int[numbers.length];
        Map<String, Integer> names = new HashMap<>();
        for (int i = 0; i < numbers.length; i++) {
            positions.put(numbers[i], i);
            Site site = sites.get(numbers[i]);
            zones[i] = names.computeIfAbsent("zone " + site.zone(), name -> names.size());
            hosts[i] = names.computeIfAbsent("host " + site.host(), name -> names.size());
        }
        for (int home : homes) {
            homeCounts[positions.get(home)]++;
            chosen.add(new ArrayList<>(List.of(home)));
        }
    }

    /** Buddies of each range, {@code width} of them; there must be more slaves than that. */
    List<List<Integer>> choose(int width) {
        for (int level = 0; level < width; level++) {
            chooseOneMore();
        }
        return chosen.stream()
                .map(copies -> List.copyOf(copies.subList(1, copies.size())))
                .toList();
    }

    private void chooseOneMore() {
        pairs = new int[numbers.length][numbers.length];
        totals = new int[numbers.length];
        largerShares = new int[numbers.length];
        List<Integer> open = new ArrayList<>();
        for (int range = 0; range < homes.length; range++) {
            int[] candidates = farthest(chosen.get(range));
            if (!keeps(range, candidates)) {
                open.add(range);
            }
        }
        for (int range : open) {
            take(range, emptiest(range, farthest(chosen.get(range))));
        }
    }

    private boolean keeps(int range, int[] candidates) {
        int home = positions.get(homes[range]);
        int share = homeCounts[home] / candidates.length;
        int larger = homeCounts[home] % candidates.length;
        for (int holder : held.get(range)) {
            Integer position = positions.get(holder);
            if (position != null && contains(candidates, position)) {
                boolean beyondShare = pairs[home][position] == share && largerShares[home] < larger;
                if (pairs[home][position] < share || beyondShare) {
                    largerShares[home] += beyondShare ? 1 : 0;
                    take(range, position);
                    return true;
                }
            }
        }
        return false;
    }

    /** The candidate with the fewest of the home's ranges; of equals the one with the fewest at all, then behind the home. */
    private int emptiest(int range, int[] candidates) {
        int home = positions.get(homes[range]);
        int best = -1;
        for (int candidate : candidates) {
            if (best < 0 || compare(home, candidate, best) < 0) {
                best = candidate;
            }
        }
        return best;
    }

    private int compare(int home, int one, int other) {
        int byPair = Integer.compare(pairs[home][one], pairs[home][other]);
        int byTotal = Integer.compare(totals[one], totals[other]);
        int byRing =
                Integer.compare(Math.floorMod(one - home, numbers.length), Math.floorMod(other - home, numbers.length));
        return byPair != 0 ? byPair : byTotal != 0 ? byTotal : byRing;
    }

    private void take(int range, int position) {
        pairs[positions.get(homes[range])][position]++;
        totals[position]++;
        chosen.get(range).add(numbers[position]);
    }

    private int[] farthest(List<Integer> copies) {
        int[] farthest = new int[numbers.length];
        int count = 0;
        int best = Integer.MAX_VALUE;
        for (int position = 0; position < numbers.length; position++) {
            if (copies.contains(numbers[position])) {
                continue;
            }
            int nearness = nearness(position, copies);
            if (nearness < best) {
                best = nearness;
                count = 0;
            }
            if (nearness == best) {
                farthest[count++] = position;
            }
        }
        return Arrays.copyOf(farthest, count);
    }

    private int nearness(int position, List<Integer> copies) {
        int nearness = 0;
        for (int copy : copies) {
            int other = positions.get(copy);
            nearness |= zones[position] == zones[other] ? CopyOrder.SAME_ZONE : 0;
            nearness |= hosts[position] == hosts[other] ? CopyOrder.SAME_HOST : 0;
        }
        return nearness;
    }

    private static boolean contains(int[] positions, int wanted) {
        for (int position : positions) {
            if (position == wanted) {
                return true;
            }
        }
        return false;
    }
}
