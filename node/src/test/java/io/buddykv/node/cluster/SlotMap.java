package io.buddykv.node.cluster;

import io.buddykv.protocol.resp.Reply;
import io.buddykv.topology.Slot;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Who serves which slot, as clients have learned it; shared by all of them. */
final class SlotMap {
    private static final int ANSWER_MILLIS = 500;

    /** However many clients have found it wrong, the map is asked for no more often than this. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private final AtomicReferenceArray<NodeAddress> owners = new AtomicReferenceArray<>(Slot.COUNT);
    private final AtomicLong askedNanos = new AtomicLong(System.nanoTime() - PAUSE_NANOS);
    private final List<NodeAddress> nodes;

    /** @param nodes asked in turn */
    SlotMap(List<NodeAddress> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    NodeAddress of(int slot) {
        return owners.get(slot);
    }

    void moved(int slot, NodeAddress owner) {
        owners.set(slot, owner);
    }

    /** Asks any node, beginning with the one at {@code first} in the list, unless another client has just asked. */
    void refresh(int first) {
        long last = askedNanos.get();
        long now = System.nanoTime();
        if (now - last < PAUSE_NANOS || !askedNanos.compareAndSet(last, now)) {
            return;
        }
        for (int turn = 0; turn < nodes.size(); turn++) {
            NodeAddress node = nodes.get(Math.floorMod(first + turn, nodes.size()));
            try (NodeConnection connection = new NodeConnection(node, ANSWER_MILLIS)) {
                if (connection.ask("CLUSTER", "SLOTS") instanceof Reply.Array ranges
                        && !ranges.elements().isEmpty()) {
                    ranges.elements().forEach(this::take);
                    return;
                }
            } catch (IOException silent) {
                // The next one is asked.
            }
        }
    }

    private void take(Reply range) {
        List<Reply> parts = ((Reply.Array) range).elements();
        List<Reply> primary = ((Reply.Array) parts.get(2)).elements();
        NodeAddress owner = new NodeAddress(primary.get(0).text(), (int) ((Reply.Whole) primary.get(1)).value());
        long last = ((Reply.Whole) parts.get(1)).value();
        for (long slot = ((Reply.Whole) parts.get(0)).value(); slot <= last; slot++) {
            owners.set((int) slot, owner);
        }
    }
}
