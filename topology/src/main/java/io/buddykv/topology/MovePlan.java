package io.buddykv.topology;

import java.util.List;

/**
 * Where every range is to lie: its home stands in its entry, its buddies stand here. It is written into the map once, when
 * what it depends on has changed, and is then what masters and their successors work off.
 *
 * @param basis a fingerprint of what it was computed for; another one means that it has to be computed anew
 * @param moves how many copies had to be filled and how many ranges handed over when it was computed
 * @param buddies by range index, as many for each range
 */
public record MovePlan(long basis, int moves, List<List<Integer>> buddies) {
    public MovePlan {
        buddies = buddies.stream().map(List::copyOf).toList();
        for (List<Integer> some : buddies) {
            if (some.size() != buddies.get(0).size()) {
                throw new IllegalArgumentException("ranges have different numbers of buddies");
            }
        }
    }

    /** How many buddies each range has. */
    public int width() {
        return buddies.isEmpty() ? 0 : buddies.get(0).size();
    }
}
