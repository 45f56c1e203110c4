package io.buddykv.node.local;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.buddykv.node.boot.Role;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Asks the http ports of a local cluster how it is. A node that does not answer in time counts as silent. */
final class ClusterObserver {
    private static final int CONNECT_MILLIS = 300;
    private static final int READ_MILLIS = 700;
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final String READY = "/q/health/ready";
    private static final String WITH_FIGURES = "figures=true";
    private static final String MAP_ONLY = "figures=false";

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * What the active master itself tells of its map; empty while none does. Slaves are not asked for their figures: whoever
     * waits for a change asks often, while the cluster has much to do.
     */
    Optional<ClusterReport> activeReport(ClusterState state) {
        return state.of(Role.MASTER).stream()
                .flatMap(master ->
                        report(state.host(), master, MAP_ONLY)
                                .filter(told -> told.isActive(master.ports().http()))
                                .stream())
                .findFirst();
    }

    /** The active master's report; else the newest one that any node has; empty when nobody answers. */
    Optional<ClusterReport> report(ClusterState state) {
        ClusterReport best = null;
        for (NodeState master : state.of(Role.MASTER)) {
            Optional<ClusterReport> report = report(state.host(), master, WITH_FIGURES);
            if (report.isPresent() && report.get().isActive(master.ports().http())) {
                return report;
            }
            best = newer(best, report.orElse(null));
        }
        if (best != null) {
            return Optional.of(best);
        }
        return state.of(Role.SLAVE).stream()
                .flatMap(slave -> report(state.host(), slave, WITH_FIGURES).stream())
                .findFirst();
    }

    boolean isReady(ClusterState state, NodeState node) {
        return node.isAlive()
                && get(state.host(), node.ports().http(), READY, null, OK).isPresent();
    }

    /** What a node waits for, as it says itself; empty for nothing, and where it does not answer. */
    Optional<String> waitsFor(ClusterState state, NodeState node) {
        return node.isAlive()
                ? get(state.host(), node.ports().http(), READY, null, UNAVAILABLE)
                        .flatMap(ClusterObserver::waitingFor)
                : Optional.empty();
    }

    /** What masters wait for, a line for each. */
    List<String> mastersWaitFor(ClusterState state) {
        return state.of(Role.MASTER).stream()
                .flatMap(master -> waitsFor(state, master).map(what -> master.name() + " waits: " + what).stream())
                .toList();
    }

    private static Optional<String> waitingFor(byte[] health) {
        try {
            for (JsonNode check : JSON.readTree(health).path("checks")) {
                String waits = check.path("data").path("waitingFor").asText("nothing");
                if (!waits.equals("nothing")) {
                    return Optional.of(waits);
                }
            }
        } catch (IOException notUnderstood) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static ClusterReport newer(ClusterReport one, ClusterReport other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        Comparator<ClusterReport> order =
                Comparator.comparingLong(ClusterReport::term).thenComparingLong(ClusterReport::version);
        return order.compare(one, other) >= 0 ? one : other;
    }

    private static Optional<ClusterReport> report(String host, NodeState node, String query) {
        if (!node.isAlive()) {
            return Optional.empty();
        }
        return get(host, node.ports().http(), "/v1/cluster", query, OK).flatMap(ClusterObserver::parsed);
    }

    private static Optional<ClusterReport> parsed(byte[] body) {
        try {
            return Optional.of(JSON.readValue(body, ClusterReport.class));
        } catch (IOException notUnderstood) {
            return Optional.empty();
        }
    }

    /**
     * @param query null for none
     * @param accepted the status, besides {@value #OK}, whose body counts too
     */
    private static Optional<byte[]> get(String host, int port, String path, String query, int accepted) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    new URI("http", null, host, port, path, query, null).toURL().openConnection();
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(READ_MILLIS);
            int status = connection.getResponseCode();
            if (status != OK && status != accepted) {
                return Optional.empty();
            }
            try (InputStream in = status == OK ? connection.getInputStream() : connection.getErrorStream()) {
                return Optional.of(in.readAllBytes());
            }
        } catch (IOException silent) {
            return Optional.empty();
        } catch (java.net.URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
