package io.buddykv.node.command;

import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import io.buddykv.topology.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A cluster map in the words of Redis Cluster. What serves slots is a Redis "master", whatever it copies besides: of each
 * range its primary, wherever that is at present. A node of the cluster that has no slots, one of BuddyKV's masters among
 * them, is a Redis master without slots.
 */
final class ClusterDescription {
    private final ClusterMap map;
    private final LocalNode local;
    private final List<SlotSpan> spans;

    ClusterDescription(ClusterMap map, LocalNode local) {
        this.map = map;
        this.local = local;
        this.spans = SlotSpan.of(map);
    }

    String ownId() {
        return local.self() == null
                ? NodeId.ofMaster(map.clusterId(), local.host(), local.clientPort())
                : id(local.self().number());
    }

    /** CLUSTER SLOTS. */
    void slots(ReplyWriter reply) {
        reply.array(spans.size());
        for (SlotSpan span : spans) {
            reply.array(3 + span.copies().size());
            reply.integer(span.first());
            reply.integer(span.last());
            slotNode(span.primary(), reply);
            span.copies().forEach(copy -> slotNode(copy, reply));
        }
    }

    private void slotNode(int number, ReplyWriter reply) {
        Endpoints endpoints = map.slave(number).endpoints();
        reply.array(4);
        reply.bulk(endpoints.host());
        reply.integer(endpoints.clientPort());
        reply.bulk(id(number));
        reply.map(0);
    }

    /** CLUSTER SHARDS: one for all slots that the same slaves serve and copy, and one for each slave without slots. */
    void shards(ReplyWriter reply) {
        Map<List<Integer>, List<SlotSpan>> shards = new LinkedHashMap<>();
        for (SlotSpan span : spans) {
            List<Integer> nodes = new ArrayList<>(List.of(span.primary()));
            nodes.addAll(span.copies());
            shards.computeIfAbsent(nodes, key -> new ArrayList<>()).add(span);
        }
        for (int number : map.slaves().keySet()) {
            if (spans.stream().noneMatch(span -> span.primary() == number)) {
                shards.put(List.of(number), List.of());
            }
        }
        reply.array(shards.size());
        shards.forEach((nodes, slots) -> shard(nodes, slots, reply));
    }

    private void shard(List<Integer> nodes, List<SlotSpan> slots, ReplyWriter reply) {
        reply.map(2);
        reply.bulk("slots");
        reply.array(2 * slots.size());
        for (SlotSpan span : slots) {
            reply.integer(span.first());
            reply.integer(span.last());
        }
        reply.bulk("nodes");
        reply.array(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            shardNode(nodes.get(i), i == 0 ? "master" : "replica", reply);
        }
    }

    private void shardNode(int number, String role, ReplyWriter reply) {
        SlaveEntry slave = map.slave(number);
        reply.map(7);
        reply.bulk("id");
        reply.bulk(id(number));
        reply.bulk("port");
        reply.integer(slave.endpoints().clientPort());
        reply.bulk("ip");
        reply.bulk(slave.endpoints().host());
        reply.bulk("endpoint");
        reply.bulk(slave.endpoints().host());
        reply.bulk("role");
        reply.bulk(role);
        reply.bulk("replication-offset");
        reply.integer(0);
        reply.bulk("health");
        reply.bulk(slave.state() == SlaveState.DOWN ? "failed" : "online");
    }

    /** CLUSTER NODES. */
    String nodes() {
        StringBuilder lines = new StringBuilder();
        for (SlaveEntry slave : map.slaves().values()) {
            boolean own = local.self() != null && local.self().number() == slave.number();
            boolean down = slave.state() == SlaveState.DOWN && !own;
            lines.append(id(slave.number()))
                    .append(' ')
                    .append(address(slave.endpoints()))
                    .append(own ? " myself,master" : down ? " master,fail" : " master")
                    .append(" - 0 0 ")
                    .append(epoch(slave.number()))
                    .append(down ? " disconnected" : " connected")
                    .append(slotsOf(slave.number()))
                    .append('\n');
        }
        if (local.self() == null) {
            lines.append(
                    ownId() + " " + local.host() + ":" + local.clientPort() + "@0 myself,master - 0 0 0 connected\n");
        }
        return lines.toString();
    }

    private String slotsOf(int number) {
        StringJoiner slots = new StringJoiner(" ", " ", "").setEmptyValue("");
        int first = -1;
        int last = -1;
        for (SlotSpan span : spans) {
            if (span.primary() != number) {
                continue;
            }
            if (first >= 0 && span.first() != last + 1) {
                slots.add(text(first, last));
                first = -1;
            }
            first = first < 0 ? span.first() : first;
            last = span.last();
        }
        if (first >= 0) {
            slots.add(text(first, last));
        }
        return slots.toString();
    }

    /** CLUSTER INFO. */
    String info() {
        int served =
                spans.stream().mapToInt(span -> span.last() - span.first() + 1).sum();
        long serving = spans.stream().mapToInt(SlotSpan::primary).distinct().count();
        StringJoiner lines = new StringJoiner("\r\n", "", "\r\n");
        lines.add("cluster_state:" + (served == Slot.COUNT ? "ok" : "fail"));
        lines.add("cluster_slots_assigned:" + Slot.COUNT);
        lines.add("cluster_slots_ok:" + served);
        lines.add("cluster_slots_pfail:0");
        lines.add("cluster_slots_fail:" + (Slot.COUNT - served));
        lines.add("cluster_known_nodes:" + (map.slaves().size() + (local.self() == null ? 1 : 0)));
        lines.add("cluster_size:" + serving);
        lines.add("cluster_current_epoch:" + map.version());
        lines.add("cluster_my_epoch:"
                + (local.self() == null ? 0 : epoch(local.self().number())));
        lines.add("cluster_stats_messages_sent:0");
        lines.add("cluster_stats_messages_received:0");
        lines.add("total_cluster_links_buffer_limit_exceeded:0");
        return lines.toString();
    }

    /** The newest tenure of the slave as primary of any range. */
    private long epoch(int number) {
        return map.ranges().stream()
                .filter(range -> range.primary() != null && range.primary().number() == number)
                .mapToLong(RangeEntry::primarySince)
                .max()
                .orElse(0);
    }

    private String id(int number) {
        return NodeId.ofSlave(map.clusterId(), number);
    }

    private static String address(Endpoints endpoints) {
        return endpoints.host() + ":" + endpoints.clientPort() + "@" + endpoints.replicationPort();
    }

    private static String text(int first, int last) {
        return first == last ? "" + first : first + "-" + last;
    }
}
