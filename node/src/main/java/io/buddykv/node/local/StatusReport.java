package io.buddykv.node.local;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.buddykv.node.boot.Role;
import java.util.List;
import java.util.Optional;

/**
 * The cluster's own report joined with the processes the launcher runs. What only the cluster can tell is null while
 * nobody answers, never a zero that could be taken for the truth.
 *
 * @param ready whether every key range is served
 * @param redundant whether every key range has all the copies that are wanted
 * @param dataLosses how many ranges have begun again empty in this cluster's life because every copy was gone
 */
@JsonPropertyOrder({"clusterId", "version", "ready", "redundant", "dataLosses", "masters", "slaves", "ranges"})
record StatusReport(
        String clusterId,
        Long version,
        boolean ready,
        boolean redundant,
        Long dataLosses,
        List<Master> masters,
        List<Slave> slaves,
        ClusterReport.Ranges ranges) {

    private static final JsonMapper JSON =
            JsonMapper.builder().disable(MapperFeature.AUTO_DETECT_IS_GETTERS).build();

    /** @param pid null while the process is down */
    @JsonPropertyOrder({"active", "pid", "clientPort", "httpPort"})
    record Master(
            @JsonIgnore int number, boolean active, Long pid, int clientPort, int httpPort, @JsonIgnore String state) {}

    @JsonPropertyOrder({
        "number",
        "up",
        "pid",
        "clientPort",
        "masterPort",
        "httpPort",
        "homes",
        "primaries",
        "copies",
        "keys",
        "damagedRanges"
    })
    record Slave(
            int number,
            boolean up,
            Long pid,
            int clientPort,
            int masterPort,
            int httpPort,
            Integer homes,
            Integer primaries,
            Integer copies,
            Long keys,
            Long damagedRanges,
            @JsonIgnore Double opsPerSecond,
            @JsonIgnore String state) {}

    static StatusReport of(ClusterState state, Optional<ClusterReport> told) {
        List<Master> masters =
                state.of(Role.MASTER).stream().map(node -> master(node, told)).toList();
        List<Slave> slaves = state.of(Role.SLAVE).stream()
                .map(node -> slave(node, told.flatMap(report -> of(report, node.number()))))
                .toList();
        return new StatusReport(
                told.map(ClusterReport::clusterId).orElse(null),
                told.map(ClusterReport::version).orElse(null),
                told.map(ClusterReport::ready).orElse(false),
                told.map(ClusterReport::redundant).orElse(false),
                told.map(ClusterReport::dataLosses).orElse(null),
                masters,
                slaves,
                told.map(ClusterReport::ranges).orElse(null));
    }

    private static Master master(NodeState node, Optional<ClusterReport> told) {
        boolean active = node.isAlive()
                && told.filter(report -> report.isActive(node.ports().http())).isPresent();
        return new Master(
                node.number(),
                active,
                pid(node),
                node.ports().client(),
                node.ports().http(),
                state(node, told.map(report -> active ? "active" : "standby")));
    }

    private static Slave slave(NodeState node, Optional<ClusterReport.Slave> told) {
        boolean up = node.isAlive()
                && told.filter(slave -> "UP".equalsIgnoreCase(slave.state())).isPresent();
        return new Slave(
                node.number(),
                up,
                pid(node),
                node.ports().client(),
                node.ports().master(),
                node.ports().http(),
                told.map(ClusterReport.Slave::homes).orElse(null),
                told.map(ClusterReport.Slave::primaries).orElse(null),
                told.map(ClusterReport.Slave::copies).orElse(null),
                told.map(ClusterReport.Slave::keys).orElse(null),
                told.map(ClusterReport.Slave::damagedRanges).orElse(null),
                told.map(ClusterReport.Slave::opsPerSecond).orElse(null),
                state(node, told.map(slave -> up ? "up" : "joining")));
    }

    /** The process' own state comes first: the cluster may not know yet. */
    private static String state(NodeState node, Optional<String> toldState) {
        if (!node.isAlive()) {
            return "down";
        }
        return node.process().isPaused() ? "paused" : toldState.orElse("unknown");
    }

    private static Optional<ClusterReport.Slave> of(ClusterReport report, int number) {
        return report.slaves().stream()
                .filter(slave -> slave.number() == number)
                .findFirst();
    }

    private static Long pid(NodeState node) {
        return node.isAlive() ? node.process().pid() : null;
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
