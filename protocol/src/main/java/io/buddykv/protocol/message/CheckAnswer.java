package io.buddykv.protocol.message;

import io.buddykv.topology.Member;
import java.util.List;

/**
 * A slave lives: its event loops and its log thread have answered.
 *
 * @param member who it is now
 * @param mapTerm the term in the newest map it knows; 0 where it knows none
 * @param mapVersion the version of that map
 * @param positions of each range that it holds a copy of
 */
public record CheckAnswer(Member member, long mapTerm, long mapVersion, List<RangePosition> positions) {
    public CheckAnswer {
        positions = List.copyOf(positions);
    }
}
