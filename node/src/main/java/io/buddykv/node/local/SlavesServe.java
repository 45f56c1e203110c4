package io.buddykv.node.local;

import io.buddykv.node.boot.Role;
import io.buddykv.protocol.resp.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * When every slave says at its client port that the cluster serves all slots. That is less than {@link AllReady} asks, and
 * costs nodes that start nothing: to answer an http request for the first time takes each of them a tenth of a second. For
 * clusters without a password.
 */
final class SlavesServe implements Readiness {
    private static final int ANSWER_MILLIS = 700;
    private static final String SERVED = "cluster_state:ok";

    @Override
    public Optional<String> missing(ClusterState state, List<NodeState> nodes) {
        List<String> silent = nodes.stream()
                .filter(node -> node.role() == Role.SLAVE && !serves(state, node))
                .map(node -> node.name().toString())
                .toList();
        return silent.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", silent));
    }

    private static boolean serves(ClusterState state, NodeState node) {
        if (!node.isAlive()) {
            return false;
        }
        HostPort address = new HostPort(state.host(), node.ports().client());
        try (RespConnection connection = RespConnection.open(address, Optional.empty(), ANSWER_MILLIS)) {
            return connection.ask("CLUSTER", "INFO") instanceof Reply.Bulk told
                    && told.text().contains(SERVED);
        } catch (IOException notYet) {
            return false;
        }
    }
}
