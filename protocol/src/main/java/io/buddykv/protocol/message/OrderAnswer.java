package io.buddykv.protocol.message;

import java.util.List;

/**
 * An order stands in the map.
 *
 * @param version of the map in which it first stands
 * @param slaves how many are to hold ranges
 * @param draining numbers that are to hold nothing in the end
 * @param moves how many moves are left from there
 */
public record OrderAnswer(long version, int slaves, List<Integer> draining, int moves) {
    public OrderAnswer {
        draining = List.copyOf(draining);
    }
}
