package io.buddykv.protocol.message;

import io.buddykv.topology.Member;
import java.util.List;

/** A primary asks the master to change who is in sync. */
public record CopyReport(Member reporter, List<RangeClaim> claims) {
    public CopyReport {
        claims = List.copyOf(claims);
    }
}
