package io.buddykv.node.local;

import io.buddykv.node.boot.NodeSettings;
import io.buddykv.node.boot.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Finds out before anything is started whether all ports of a local cluster can be bound. */
final class PortCheck {
    /** Bases are tried below the range from which Linux takes ports of outgoing connections. */
    private static final int FIRST_TRIED = 10_000;

    private static final int LAST_TRIED = 30_000;
    private static final int TRIES = 200;

    private PortCheck() {}

    /** The first port that is in use, as a sentence for people; empty when all are free. */
    static Optional<String> firstInUse(List<NodeSettings> nodes) {
        for (NodeSettings node : nodes) {
            for (Map.Entry<String, Integer> port : named(node.ports()).entrySet()) {
                if (port.getValue() != 0 && !isFree(node.host(), port.getValue())) {
                    return Optional.of("port " + port.getValue() + " (" + port.getKey() + " of " + node.label()
                            + ") is in use on " + node.host());
                }
            }
        }
        return Optional.empty();
    }

    /** A plan all of whose ports are free just now for {@code slaves} and {@code masters}. */
    static PortPlan anyFree(String host, int slaves, int masters, RandomGenerator random) {
        for (int tried = 0; tried < TRIES; tried++) {
            PortPlan plan = new PortPlan(random.nextInt(FIRST_TRIED, LAST_TRIED));
            if (ClusterPlan.names(slaves, masters, true).stream()
                    .allMatch(node ->
                            named(plan.of(node)).values().stream().allMatch(port -> port == 0 || isFree(host, port)))) {
                return plan;
            }
        }
        throw new LaunchException("no base port found with all ports free after " + TRIES + " tries; give --base-port");
    }

    private static Map<String, Integer> named(Ports ports) {
        Map<String, Integer> named = new LinkedHashMap<>();
        named.put("client port", ports.client());
        named.put("master port", ports.master());
        named.put("replication port", ports.replication());
        named.put("slave port", ports.slave());
        named.put("http port", ports.http());
        return named;
    }

    private static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}
