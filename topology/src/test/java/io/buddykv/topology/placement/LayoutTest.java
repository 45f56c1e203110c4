package io.buddykv.topology.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Whatever slaves join and leave, in any order, each layout is even, redundant, and not far from the one before. */
class LayoutTest {
    private static final int STEPS = 12;

    @Property(tries = 150)
    void staysEvenAndRedundantThroughAnySequenceOfJoinsAndLeaves(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 200) int slaves,
            @ForAll @IntRange(min = 0, max = 2) int buddies,
            @ForAll @IntRange(min = 0, max = 4) int zones,
            @ForAll PlacementPolicy policy) {
        Random random = new Random(seed);
        int ranges = 16 << random.nextInt(6);
        SortedMap<Integer, Site> sites = new TreeMap<>();
        for (int number = 1; number <= slaves; number++) {
            sites.put(number, site(number, zones));
        }
        Layout layout = born(ranges, sites, buddies, policy);
        for (int step = 0; step < STEPS; step++) {
            joinOrLeave(random, sites, zones);
            int wanted = random.nextInt(8) == 0 ? random.nextInt(3) : buddies;
            Layout next = Layout.of(layout.homes(), held(layout), sites, wanted, policy);
            assertEvenHomes(next, sites);
            assertThat(homesMoved(layout, next)).isEqualTo(fewest(layout.homes(), sites));
            assertRedundant(next, sites, wanted);
            layout = next;
        }
        assertThat(Layout.of(
                        layout.homes(),
                        held(layout),
                        sites,
                        layout.buddies().get(0).size(),
                        policy))
                .as("nothing moves without a cause")
                .isEqualTo(layout);
    }

    @Property(tries = 200)
    void theBuddiesOfOneSlavesRangesAreSpreadOverAllOthers(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int slaves) {
        Random random = new Random(seed);
        SortedMap<Integer, Site> sites = new TreeMap<>();
        IntStream.rangeClosed(1, slaves).forEach(number -> sites.put(number, site(number, 1)));
        Layout layout = born(256, sites, 1, PlacementPolicy.SPREAD);
        for (int step = 0; step < STEPS; step++) {
            joinOrLeave(random, sites, 1);
            layout = Layout.of(layout.homes(), held(layout), sites, 1, PlacementPolicy.SPREAD);
            if (sites.size() > 1) {
                assertPairsEven(layout, sites);
            }
        }
    }

    @Property(tries = 200)
    void littleMoreIsCopiedThanANewSlaveHasToHold(@ForAll @IntRange(min = 2, max = 30) int slaves) {
        SortedMap<Integer, Site> sites = new TreeMap<>();
        IntStream.rangeClosed(1, slaves).forEach(number -> sites.put(number, site(number, 1)));
        Layout before = born(1024, sites, 1, PlacementPolicy.SPREAD);
        sites.put(slaves + 1, site(slaves + 1, 1));

        Layout after = Layout.of(before.homes(), held(before), sites, 1, PlacementPolicy.SPREAD);

        int share = 2 * 1024 / (slaves + 1) + 2;
        assertThat(copied(before, after)).isLessThanOrEqualTo(share + slaves * slaves);
    }

    @Property(tries = 200)
    void oneThatLeavesGivesItsRangesToThoseThatHoldThem(@ForAll @IntRange(min = 3, max = 30) int slaves) {
        SortedMap<Integer, Site> sites = new TreeMap<>();
        IntStream.rangeClosed(1, slaves).forEach(number -> sites.put(number, site(number, 1)));
        Layout before = born(1024, sites, 1, PlacementPolicy.SPREAD);
        sites.remove(slaves);

        Layout after = Layout.of(before.homes(), held(before), sites, 1, PlacementPolicy.SPREAD);

        int heldByLeaving = 0;
        for (List<Integer> copies : held(before)) {
            heldByLeaving += copies.contains(slaves) ? 1 : 0;
        }
        assertThat(copied(before, after)).isLessThanOrEqualTo(heldByLeaving + slaves * slaves);
    }

    @Test
    void theRingOfANewSlaveIsTheOneOfTheTables() {
        SortedMap<Integer, Site> sites = new TreeMap<>();
        IntStream.range(0, 3).forEach(number -> sites.put(number, site(number, 1)));
        Layout three = born(4, sites, 1, PlacementPolicy.RING);
        assertThat(three.homes()).containsExactly(0, 0, 1, 2);
        sites.put(3, site(3, 1));

        Layout four = Layout.of(three.homes(), held(three), sites, 1, PlacementPolicy.RING);

        assertThat(four.homes()).containsExactly(0, 3, 1, 2);
        assertThat(four.buddies()).containsExactly(List.of(1), List.of(0), List.of(2), List.of(3));
    }

    @Test
    void twentyRangesOnOneTwoAndThreeSlavesAreThoseOfTheTables() {
        SortedMap<Integer, Site> sites = new TreeMap<>(Map.of(1, site(1, 1)));
        Layout one = born(20, sites, 1, PlacementPolicy.RING);
        sites.put(2, site(2, 1));
        Layout two = Layout.of(one.homes(), held(one), sites, 1, PlacementPolicy.RING);
        sites.put(3, site(3, 1));
        Layout three = Layout.of(two.homes(), held(two), sites, 1, PlacementPolicy.RING);

        assertThat(counts(one.homes()).values()).containsExactly(20);
        assertThat(counts(two.homes()).values()).containsExactly(10, 10);
        assertThat(counts(three.homes()).values()).containsExactlyInAnyOrder(7, 7, 6);
    }

    private static void joinOrLeave(Random random, SortedMap<Integer, Site> sites, int zones) {
        if (sites.size() > 1 && random.nextBoolean()) {
            sites.remove(new ArrayList<>(sites.keySet()).get(random.nextInt(sites.size())));
        } else if (sites.size() < 200) {
            int number = 1 + random.nextInt(250);
            sites.putIfAbsent(number, site(number, zones));
        }
    }

    private static Site site(int number, int zones) {
        return new Site(zones == 0 ? null : "z" + number % zones, "h" + number);
    }

    private static Layout born(int ranges, SortedMap<Integer, Site> sites, int buddies, PlacementPolicy policy) {
        int[] homes = Placement.homes(ranges, new TreeSet<>(sites.keySet()));
        return Layout.of(homes, Collections.nCopies(ranges, List.of()), sites, buddies, policy);
    }

    private static List<List<Integer>> held(Layout layout) {
        List<List<Integer>> held = new ArrayList<>();
        for (int range = 0; range < layout.homes().length; range++) {
            List<Integer> holders = new ArrayList<>(List.of(layout.homes()[range]));
            holders.addAll(layout.buddies().get(range));
            held.add(holders);
        }
        return held;
    }

    private static void assertEvenHomes(Layout layout, SortedMap<Integer, Site> sites) {
        Map<Integer, Integer> counts = counts(layout.homes());
        assertThat(sites.keySet()).containsAll(counts.keySet());
        int share = layout.homes().length / sites.size();
        assertThat(sites.keySet())
                .allSatisfy(number -> assertThat(counts.getOrDefault(number, 0)).isBetween(share, share + 1));
    }

    private static void assertRedundant(Layout layout, SortedMap<Integer, Site> sites, int buddies) {
        for (int range = 0; range < layout.homes().length; range++) {
            int home = layout.homes()[range];
            List<Integer> some = layout.buddies().get(range);
            assertThat(some).hasSize(Math.min(buddies, sites.size() - 1)).doesNotContain(home);
            assertThat(some).doesNotHaveDuplicates();
            assertThat(sites.keySet()).containsAll(some);
            String zone = sites.get(home).zone();
            boolean otherZone = sites.values().stream()
                    .anyMatch(site -> site.zone() != null && !site.zone().equals(zone));
            if (otherZone && !some.isEmpty()) {
                assertThat(sites.get(some.get(0)).zone()).isNotEqualTo(zone);
            }
        }
    }

    private static void assertPairsEven(Layout layout, SortedMap<Integer, Site> sites) {
        Map<Integer, Map<Integer, Integer>> pairs = new HashMap<>();
        for (int range = 0; range < layout.homes().length; range++) {
            pairs.computeIfAbsent(layout.homes()[range], home -> new HashMap<>())
                    .merge(layout.buddies().get(range).get(0), 1, Integer::sum);
        }
        pairs.forEach((home, counts) -> {
            int sum = counts.values().stream().mapToInt(count -> count).sum();
            int share = sum / (sites.size() - 1);
            for (int number : sites.keySet()) {
                if (number != home) {
                    assertThat(counts.getOrDefault(number, 0)).isBetween(share, share + 1);
                }
            }
        });
    }

    private static int homesMoved(Layout before, Layout after) {
        return (int) IntStream.range(0, before.homes().length)
                .filter(range -> before.homes()[range] != after.homes()[range])
                .count();
    }

    /** Each slave keeps what it has up to its share; the larger shares go to those that have most. */
    private static int fewest(int[] homes, SortedMap<Integer, Site> sites) {
        Map<Integer, Integer> counts = counts(homes);
        int share = homes.length / sites.size();
        int larger = homes.length % sites.size();
        int stay = 0;
        int full = 0;
        for (int number : sites.keySet()) {
            stay += Math.min(counts.getOrDefault(number, 0), share);
            full += counts.getOrDefault(number, 0) > share ? 1 : 0;
        }
        return homes.length - stay - Math.min(full, larger);
    }

    private static int copied(Layout before, Layout after) {
        int copied = 0;
        for (int range = 0; range < before.homes().length; range++) {
            List<Integer> fresh = new ArrayList<>(held(after).get(range));
            fresh.removeAll(held(before).get(range));
            copied += fresh.size();
        }
        return copied;
    }

    private static Map<Integer, Integer> counts(int[] homes) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int home : homes) {
            counts.merge(home, 1, Integer::sum);
        }
        return counts;
    }
}
