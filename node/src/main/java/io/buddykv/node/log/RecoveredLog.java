package io.buddykv.node.log;

import java.util.List;

/**
 * What a data directory held.
 *
 * @param ranges by their index, those that were ever here
 * @param tailCut whether the last write had not reached the disk whole and was cut off
 * @param damages what could not be believed, in words
 */
public record RecoveredLog(
        long dataId,
        List<RecoveredRange> ranges,
        Steps steps,
        Segments segments,
        boolean tailCut,
        List<String> damages) {
    public RecoveredLog {
        ranges = List.copyOf(ranges);
        damages = List.copyOf(damages);
    }
}
