package io.buddykv.protocol.message;

import java.util.List;

/**
 * What became of a report.
 *
 * @param refusedRanges the ranges whose part of the report was decided in another epoch than theirs, and did nothing
 * @param mapVersion the version of the map that holds all the rest
 */
public record ReportAnswer(List<Integer> refusedRanges, long mapVersion) {
    public ReportAnswer {
        refusedRanges = List.copyOf(refusedRanges);
    }
}
