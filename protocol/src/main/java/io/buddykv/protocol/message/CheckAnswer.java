package io.buddykv.protocol.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.buddykv.topology.Member;
import java.util.List;

/**
 * A slave lives: its event loops and its log thread have answered.
 *
 * @param member who it is now
 * @param mapTerm the term in the newest map it knows; 0 where it knows none
 * @param mapVersion the version of that map
 * @param positions of each range that it holds a copy of
 * @param doubtful whether its copies may lack what was confirmed: the end of its log was cut off, or its machine went down
 */
public record CheckAnswer(
        Member member,
        long mapTerm,
        long mapVersion,
        List<RangePosition> positions,
        @JsonProperty(required = false) boolean doubtful) {
    public CheckAnswer {
        positions = List.copyOf(positions);
    }
}
