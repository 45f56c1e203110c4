package io.buddykv.node.port.http;

import io.buddykv.node.membership.MasterAddress;
import io.buddykv.node.observe.NodeView;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.health.ClusterHealth;
import io.buddykv.topology.health.MoveCounts;
import io.buddykv.topology.health.MoveProgress;
import io.buddykv.topology.health.RangeCounts;
import io.buddykv.topology.health.SlaveRoles;
import io.buddykv.topology.placement.Roster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/** The cluster for people and tools, as one document. */
public record ClusterStatus(
        String clusterId,
        long version,
        long term,
        boolean ready,
        boolean redundant,
        int buddies,
        long dataLosses,
        List<Master> masters,
        List<Slave> slaves,
        RangeCounts ranges,
        Goal goal,
        Moves moves) {

    /** What was asked for; null where the map is of a version that knew no goals. */
    public record Goal(
            int slaves,
            int buddies,
            String placement,
            String rebalanceBy,
            int maxParallelMoves,
            long maxBytesPerSecond,
            List<Integer> drained) {}

    /**
     * How far the map is from what was planned. Bytes are known to the active master only, elsewhere null.
     *
     * @param planned copies to be filled and ranges to be handed over when the present plan was made
     * @param surplus copies that are dropped in the end
     * @param secondsLeft at the present rate; null where it cannot be told
     */
    public record Moves(
            int planned,
            int made,
            int left,
            int underWay,
            int surplus,
            Long bytesMoved,
            Long bytesLeft,
            Double bytesPerSecond,
            Double secondsLeft) {}

    /** One master that stands for election. */
    public record Master(int id, boolean active, String host, int clientPort, int slavePort, int httpPort) {}

    /**
     * One slave.
     *
     * @param copies in-sync copies of ranges that others are primary of
     * @param keys in the ranges it is primary of; as last told; null when it has not told yet
     * @param opsPerSecond commands per second at present; as last told; null when it has not told yet
     * @param damagedRanges taken out of its copy at its start because what its disk held of them was damaged; likewise
     */
    public record Slave(
            int number,
            String state,
            String incarnation,
            String host,
            String zone,
            int clientPort,
            int masterPort,
            int replicationPort,
            int httpPort,
            int homes,
            int primaries,
            int copies,
            int joining,
            boolean draining,
            Long keys,
            Double opsPerSecond,
            Long damagedRanges) {}

    /** @param figures of the slaves that have told, by number */
    static ClusterStatus of(ClusterMap map, NodeView view, Map<Integer, NodeFigures> figures) {
        int buddies = view.buddies();
        ClusterHealth health = ClusterHealth.of(map, buddies);
        SortedMap<Integer, SlaveRoles> roles = SlaveRoles.all(map);
        List<Slave> slaves = new ArrayList<>();
        SortedSet<Integer> draining = Roster.of(map).draining();
        map.slaves()
                .forEach((number, slave) ->
                        slaves.add(slave(slave, roles.get(number), draining.contains(number), figures.get(number))));
        return new ClusterStatus(
                map.clusterId(),
                map.version(),
                map.term(),
                health.ready(),
                health.redundant(),
                buddies,
                map.dataLosses(),
                masters(view.masters()),
                slaves,
                health.ranges(),
                goal(map.goal()),
                moves(map, view.progress()));
    }

    private static Goal goal(io.buddykv.topology.Goal goal) {
        return goal == null
                ? null
                : new Goal(
                        goal.slaves(),
                        goal.buddies(),
                        goal.placement().name(),
                        goal.rebalancing().by().name(),
                        goal.rebalancing().maxParallelMoves(),
                        goal.rebalancing().maxBytesPerSecond(),
                        List.copyOf(goal.drained()));
    }

    private static Moves moves(ClusterMap map, Optional<MoveProgress> progress) {
        MoveCounts counts = MoveCounts.of(map);
        return new Moves(
                counts.planned(),
                counts.made(),
                counts.left(),
                counts.underWay(),
                counts.surplus(),
                progress.map(MoveProgress::bytesMoved).orElse(null),
                progress.map(MoveProgress::bytesLeft).orElse(null),
                progress.map(MoveProgress::bytesPerSecond).orElse(null),
                progress.map(MoveProgress::secondsLeft)
                        .filter(seconds -> seconds >= 0)
                        .orElse(null));
    }

    private static List<Master> masters(List<MasterAddress> addresses) {
        List<Master> masters = new ArrayList<>();
        for (MasterAddress master : addresses) {
            masters.add(new Master(
                    master.id(),
                    masters.isEmpty(),
                    master.host(),
                    master.clientPort(),
                    master.slavePort(),
                    master.httpPort()));
        }
        return masters;
    }

    private static Slave slave(SlaveEntry slave, SlaveRoles roles, boolean draining, NodeFigures figures) {
        return new Slave(
                slave.number(),
                slave.state().name(),
                Long.toHexString(slave.member().incarnation()),
                slave.endpoints().host(),
                slave.zone(),
                slave.endpoints().clientPort(),
                slave.endpoints().masterPort(),
                slave.endpoints().replicationPort(),
                slave.endpoints().httpPort(),
                roles.homes(),
                roles.primaries(),
                roles.copies(),
                roles.joining(),
                draining,
                figures == null ? null : figures.keys(),
                figures == null ? null : figures.opsPerSecond(),
                figures == null ? null : figures.damagedRanges());
    }
}
