package io.buddykv.node.cluster;

import io.buddykv.node.port.http.RangeStatus;
import io.buddykv.protocol.resp.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures for how long writes to some key ranges do not succeed: asks every surviving slave again and again to write a
 * key of each of them, and notes when the first one has done it.
 */
final class GapProbe {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int ANSWER_MILLIS = 5_000;

    private final Map<Integer, String> keys = new HashMap<>();
    private final List<NodeAddress> survivors;
    private final Map<Integer, Long> foundNanos = new ConcurrentSkipListMap<>();
    private final List<Thread> threads = new ArrayList<>();

    GapProbe(List<RangeStatus> ranges, List<NodeAddress> survivors) {
        ranges.forEach(range -> keys.put(range.range(), SlotKeys.ofSlot("probe:", range.firstSlot())));
        this.survivors = List.copyOf(survivors);
    }

    /** Connects, does {@code failure} and measures from the moment before it; milliseconds by range, -1 for never. */
    Map<Integer, Double> measure(long patienceMillis, Runnable failure) throws IOException, InterruptedException {
        List<NodeConnection> connections = new ArrayList<>();
        try {
            for (NodeAddress survivor : survivors) {
                connections.add(new NodeConnection(survivor, ANSWER_MILLIS));
                connections.get(connections.size() - 1).ask("PING");
            }
            long from = System.nanoTime();
            long deadline = from + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
            failure.run();
            for (NodeConnection connection : connections) {
                Thread thread = new Thread(() -> probe(connection, deadline), "gap-probe");
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            Map<Integer, Double> gaps = new TreeMap<>();
            for (int range : keys.keySet()) {
                Long found = foundNanos.get(range);
                gaps.put(range, found == null ? -1 : (found - from) / 1e6);
            }
            return gaps;
        } finally {
            connections.forEach(NodeConnection::close);
        }
    }

    private void probe(NodeConnection connection, long deadline) {
        try {
            while (foundNanos.size() < keys.size() && System.nanoTime() - deadline < 0) {
                List<Integer> open = keys.keySet().stream()
                        .filter(range -> !foundNanos.containsKey(range))
                        .toList();
                open.forEach(range -> connection.send("SET", keys.get(range), "1"));
                connection.flush();
                for (int range : open) {
                    if (connection.read() instanceof Reply.Simple) {
                        foundNanos.putIfAbsent(range, System.nanoTime());
                    }
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException broken) {
            // Ranges that nobody else finds are reported as never found.
        }
    }
}
