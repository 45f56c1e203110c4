package io.buddykv.operator.observe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Optional;

/** The cluster as its active master tells it at {@code /v1/cluster}; what the operator does not use is left out. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClusterView(
        String clusterId,
        long version,
        boolean ready,
        boolean redundant,
        long dataLosses,
        List<Master> masters,
        List<Slave> slaves,
        Ranges ranges,
        Goal goal,
        Moves moves) {

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Master(int id, boolean active, String host, int slavePort, int httpPort) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Slave(
            int number,
            String state,
            String zone,
            int homes,
            int primaries,
            int copies,
            int joining,
            boolean draining,
            String host) {

        /** Nobody would miss it: it neither has nor should have any key range. */
        public boolean isEmpty() {
            return homes == 0 && !holdsInSyncCopies() && joining == 0;
        }

        public boolean holdsInSyncCopies() {
            return primaries + copies > 0;
        }

        public boolean isUp() {
            return "UP".equals(state);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Ranges(int total, int down, int redirected, int underReplicated, int moving) {}

    /** What the master was asked for last; null before there is a map that knows goals. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Goal(
            int slaves,
            int buddies,
            String placement,
            String rebalanceBy,
            int maxParallelMoves,
            long maxBytesPerSecond) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Moves(int planned, int made, int left, int underWay) {}

    public ClusterView {
        masters = masters == null ? List.of() : List.copyOf(masters);
        slaves = slaves == null ? List.of() : List.copyOf(slaves);
        ranges = ranges == null ? new Ranges(0, 0, 0, 0, 0) : ranges;
        moves = moves == null ? new Moves(0, 0, 0, 0) : moves;
    }

    /** The slots have been cut: from now on there is something to lose. */
    public boolean isBorn() {
        return ranges.total() > 0;
    }

    /** Every range has every copy that there are slaves for. */
    public boolean isFullyInSync() {
        return isBorn() && ranges.down() == 0 && ranges.underReplicated() == 0;
    }

    public Optional<Slave> slave(int number) {
        return slaves.stream().filter(slave -> slave.number() == number).findFirst();
    }

    public Optional<Master> activeMaster() {
        return masters.stream().filter(Master::active).findFirst();
    }
}
