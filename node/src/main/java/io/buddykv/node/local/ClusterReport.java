package io.buddykv.node.local;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/** What a node tells at {@code GET /v1/cluster}, as far as the launcher shows it. */
@JsonIgnoreProperties(ignoreUnknown = true)
record ClusterReport(
        String clusterId,
        long version,
        long term,
        boolean ready,
        boolean redundant,
        List<Master> masters,
        List<Slave> slaves,
        Ranges ranges) {

    ClusterReport {
        masters = masters == null ? List.of() : masters;
        slaves = slaves == null ? List.of() : slaves;
        ranges = ranges == null ? new Ranges(0, 0, 0, 0, 0) : ranges;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Master(boolean active, int clientPort, int httpPort) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Slave(int number, String state, int homes, int primaries, int copies, long keys, double opsPerSecond) {}

    /** How many key ranges there are, and how many of them are in which state. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Ranges(int total, int down, int redirected, int underReplicated, int moving) {}

    /** Whether the master whose http port this is says that it is the active one. */
    boolean isActive(int httpPort) {
        return masters.stream().anyMatch(master -> master.active() && master.httpPort() == httpPort);
    }
}
