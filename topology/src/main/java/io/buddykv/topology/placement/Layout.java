package io.buddykv.topology.placement;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Homes and buddies of all ranges, as they should be: a function of where they are and who is to hold them.
 *
 * @param buddies by range, without the home
 */
public record Layout(int[] homes, List<List<Integer>> buddies) {

    /**
     * The layout for another set of slaves: homes as {@link Placement#rebalanced} has them, buddies by policy.
     *
     * @param held by range, who holds it so far, the home first; what is held is not copied again where that can be
     * @param sites of all slaves that are to hold ranges
     */
    public static Layout of(
            int[] homes,
            List<List<Integer>> held,
            SortedMap<Integer, Site> sites,
            int buddies,
            PlacementPolicy policy) {
        return withHomes(
                Placement.rebalanced(homes, new TreeSet<>(sites.keySet()), held), held, sites, buddies, policy);
    }

    /** The same with these homes, each of which must have a site. */
    public static Layout withHomes(
            int[] homes,
            List<List<Integer>> held,
            SortedMap<Integer, Site> sites,
            int buddies,
            PlacementPolicy policy) {
        int width = Placement.wanted(buddies, sites.size()) - 1;
        if (policy == PlacementPolicy.SPREAD) {
            return new Layout(homes, new SpreadBuddies(homes, held, sites).choose(width));
        }
        List<List<Integer>> copies = Placement.copies(homes, sites, buddies, policy);
        return new Layout(
                homes, copies.stream().map(all -> all.subList(1, all.size())).toList());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Layout layout && Arrays.equals(homes, layout.homes) && buddies.equals(layout.buddies);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(homes) + buddies.hashCode();
    }

    @Override
    public String toString() {
        return "homes " + Arrays.toString(homes) + ", buddies " + buddies;
    }
}
