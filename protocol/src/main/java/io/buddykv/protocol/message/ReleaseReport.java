package io.buddykv.protocol.message;

import io.buddykv.topology.Member;
import java.util.List;

/** A primary hands ranges over to the copies that the map names as their targets. */
public record ReleaseReport(Member reporter, List<Release> releases) {
    public ReleaseReport {
        releases = List.copyOf(releases);
    }
}
