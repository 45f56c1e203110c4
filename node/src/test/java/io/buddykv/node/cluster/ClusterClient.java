package io.buddykv.node.cluster;

import io.buddykv.protocol.resp.Reply;
import io.buddykv.topology.Slot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A cluster client of which it is known what it does: it goes where it is sent, repeats what was refused for the time
 * being, and never repeats what may have been done. For one thread.
 */
final class ClusterClient implements AutoCloseable {
    private static final Set<String> FOR_THE_TIME_BEING = Set.of("TRYAGAIN", "CLUSTERDOWN", "LOADING");
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final SlotMap slots;
    private final int answerMillis;
    private final int number;
    private final Map<NodeAddress, NodeConnection> connections = new HashMap<>();

    /** @param answerMillis after which silence is a broken connection */
    ClusterClient(SlotMap slots, int answerMillis, int number) {
        this.slots = slots;
        this.answerMillis = answerMillis;
        this.number = number;
    }

    /** The outcome of one command. */
    sealed interface Outcome {
        record Answered(Reply reply) implements Outcome {}

        /** It has not been done and will not be. */
        record NotDone(String why) implements Outcome {}

        /** The connection broke when it was on its way. */
        record Unknown(String why) implements Outcome {}
    }

    /** Tries until the command is answered, its outcome is unknown, or {@code patienceMillis} are over. */
    Outcome call(long patienceMillis, String... command) {
        int slot = Slot.of(command[1].getBytes(StandardCharsets.UTF_8));
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        String last = "not tried";
        for (int tried = 0; tried == 0 || System.nanoTime() - deadline < 0; tried++) {
            NodeAddress node = slots.of(slot);
            NodeConnection connection = node == null ? null : connected(node);
            if (connection == null) {
                last = "no connection to " + node;
                LockSupport.parkNanos(PAUSE_NANOS);
                slots.refresh(number + tried);
                continue;
            }
            Reply reply;
            try {
                reply = connection.ask(command);
            } catch (IOException broken) {
                drop(node);
                slots.refresh(number + tried);
                return new Outcome.Unknown(node + ": " + broken);
            }
            if (!(reply instanceof Reply.Failure failure)) {
                return new Outcome.Answered(reply);
            }
            last = failure.text();
            if (failure.code().equals("MOVED")) {
                slots.moved(slot, NodeAddress.ofMoved(failure.text()));
            } else if (!FOR_THE_TIME_BEING.contains(failure.code())) {
                return new Outcome.Answered(reply);
            }
            if (tried > 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return new Outcome.NotDone(last);
    }

    private NodeConnection connected(NodeAddress node) {
        NodeConnection open = connections.get(node);
        if (open != null) {
            return open;
        }
        try {
            NodeConnection fresh = new NodeConnection(node, answerMillis);
            connections.put(node, fresh);
            return fresh;
        } catch (IOException unreachable) {
            return null;
        }
    }

    private void drop(NodeAddress node) {
        connections.remove(node).close();
    }

    @Override
    public void close() {
        connections.values().forEach(NodeConnection::close);
        connections.clear();
    }
}
