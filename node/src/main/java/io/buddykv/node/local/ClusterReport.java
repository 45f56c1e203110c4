package io.buddykv.node.local;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Optional;

/** What a node tells at {@code GET /v1/cluster}, as far as the launcher shows it. */
@JsonIgnoreProperties(ignoreUnknown = true)
record ClusterReport(
        String clusterId,
        long version,
        long term,
        boolean ready,
        boolean redundant,
        long dataLosses,
        List<Master> masters,
        List<Slave> slaves,
        Ranges ranges,
        Goal goal,
        Moves moves) {

    ClusterReport {
        masters = masters == null ? List.of() : masters;
        slaves = slaves == null ? List.of() : slaves;
        ranges = ranges == null ? new Ranges(0, 0, 0, 0, 0) : ranges;
        moves = moves == null ? new Moves(0, 0, 0, 0, null, null, null) : moves;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Master(boolean active, int clientPort, int slavePort, int httpPort) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Slave(
            int number,
            String state,
            int homes,
            int primaries,
            int copies,
            int joining,
            boolean draining,
            long keys,
            double opsPerSecond,
            long damagedRanges) {
        boolean isUp() {
            return "UP".equalsIgnoreCase(state);
        }

        /** Whether it may end without anybody missing it. */
        boolean isEmpty() {
            return homes == 0 && primaries == 0 && copies == 0 && joining == 0;
        }
    }

    /** What was asked for. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Goal(int slaves) {}

    /** How far the map is from what was planned; what is not known is null. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Moves(
            int planned, int made, int left, int surplus, Long bytesMoved, Double bytesPerSecond, Double secondsLeft) {
        boolean areDone() {
            return left == 0 && surplus == 0;
        }
    }

    /** How many key ranges there are, and how many of them are in which state. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Ranges(int total, int down, int redirected, int underReplicated, int moving) {}

    Optional<Slave> slave(int number) {
        return slaves.stream().filter(slave -> slave.number() == number).findFirst();
    }

    Optional<Master> activeMaster() {
        return masters.stream().filter(Master::active).findFirst();
    }

    /** Whether the master whose http port this is says that it is the active one. */
    boolean isActive(int httpPort) {
        return masters.stream().anyMatch(master -> master.active() && master.httpPort() == httpPort);
    }
}
