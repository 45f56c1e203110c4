package io.buddykv.node.port.http;

import io.buddykv.node.membership.MasterAddress;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.health.ClusterHealth;
import io.buddykv.topology.health.RangeCounts;
import io.buddykv.topology.health.SlaveRoles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

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
        RangeCounts ranges) {

    /** One master that stands for election. */
    public record Master(int id, boolean active, String host, int clientPort, int slavePort, int httpPort) {}

    /**
     * One slave.
     *
     * @param copies in-sync copies of ranges that others are primary of
     * @param keys in the ranges it is primary of; null when it did not tell in time
     * @param opsPerSecond commands per second at present; null when it did not tell in time
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
            Long keys,
            Double opsPerSecond) {}

    /** @param figures of the slaves that told in time, by number */
    static ClusterStatus of(
            ClusterMap map, List<MasterAddress> masters, int buddies, Map<Integer, NodeFigures> figures) {
        ClusterHealth health = ClusterHealth.of(map, buddies);
        SortedMap<Integer, SlaveRoles> roles = SlaveRoles.all(map);
        List<Slave> slaves = new ArrayList<>();
        map.slaves().forEach((number, slave) -> slaves.add(slave(slave, roles.get(number), figures.get(number))));
        return new ClusterStatus(
                map.clusterId(),
                map.version(),
                map.term(),
                health.ready(),
                health.redundant(),
                buddies,
                map.dataLosses(),
                masters(masters),
                slaves,
                health.ranges());
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

    private static Slave slave(SlaveEntry slave, SlaveRoles roles, NodeFigures figures) {
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
                figures == null ? null : figures.keys(),
                figures == null ? null : figures.opsPerSecond());
    }
}
