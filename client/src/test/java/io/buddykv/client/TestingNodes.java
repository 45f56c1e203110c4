package io.buddykv.client;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.RangeState;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;
import javax.net.ServerSocketFactory;

/** A cluster of nodes that are not real: they share one store, and do what a test tells them. */
final class TestingNodes implements AutoCloseable {
    static final int RANGES = 16;
    static final String CLUSTER = "testing-cluster";

    final Map<String, byte[]> store = new ConcurrentHashMap<>();
    /** Kept answers by client, range and lane, as the cluster has them wherever the range goes. */
    final Map<String, Kept> kept = new ConcurrentHashMap<>();

    final List<TestingNode> nodes = new ArrayList<>();
    volatile ClusterMap map;
    volatile String password;

    record Kept(long number, byte[] answer) {}

    TestingNodes(int count) throws IOException {
        this(count, 0, ServerSocketFactory.getDefault());
    }

    /**
     * @param port of the only node; 0 for any free ones
     * @param sockets makes those that listen, encrypted or not
     */
    TestingNodes(int count, int port, ServerSocketFactory sockets) throws IOException {
        for (int number = 1; number <= count; number++) {
            nodes.add(new TestingNode(this, number, port, sockets));
        }
        become(range -> 1 + range % count);
    }

    TestingNode node(int number) {
        return nodes.get(number - 1);
    }

    /** A new map, which every living node announces. @param primary by range; 0 for none */
    void become(IntUnaryOperator primary) {
        List<RangeEntry> entries = new ArrayList<>();
        for (int range = 0; range < RANGES; range++) {
            int number = primary.applyAsInt(range);
            Member member = number == 0 ? null : member(number);
            entries.add(new RangeEntry(
                    1,
                    member,
                    member == null ? List.of() : List.of(member),
                    List.of(),
                    1,
                    1,
                    1,
                    true,
                    member == null ? RangeState.DOWN : RangeState.SERVING,
                    null));
        }
        TreeMap<Integer, SlaveEntry> slaves = new TreeMap<>();
        for (TestingNode node : nodes) {
            slaves.put(
                    node.number(),
                    new SlaveEntry(
                            member(node.number()),
                            new Endpoints("127.0.0.1", node.port(), 1, 1, 1),
                            "",
                            "",
                            SlaveState.UP));
        }
        synchronized (this) { // A command is carried out, and its answer kept, under one map.
            map = new ClusterMap(CLUSTER, map == null ? 1 : map.version() + 1, 1, 0, entries, slaves);
        }
        nodes.forEach(TestingNode::announce);
    }

    /** All ranges to one node. */
    void moveAllTo(int number) {
        become(range -> number);
    }

    private static Member member(int number) {
        return new Member(number, 100 + number, 100 + number);
    }

    /** With a deadline that nobody meets by accident, however busy the machine is. */
    KVClientSettings.Builder settings() {
        KVClientSettings.Builder settings = KVClientSettings.builder().deadline(KVClientSettings.LONGEST_DEADLINE);
        nodes.forEach(node -> settings.seed("127.0.0.1", node.port()));
        return settings;
    }

    KVClient connect() {
        return KVClient.connect(settings().build());
    }

    @Override
    public void close() {
        nodes.forEach(TestingNode::kill);
    }
}
