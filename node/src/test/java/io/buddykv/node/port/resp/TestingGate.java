package io.buddykv.node.port.resp;

import io.buddykv.node.command.KeyCommand;
import io.buddykv.node.command.NodeCommand;
import io.buddykv.node.replication.Access;
import io.buddykv.node.replication.AckWaits;
import io.buddykv.node.replication.Admission;
import io.buddykv.node.time.EventLoopTimers;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A slave's gate that can be told to let writes in and make their answers wait as if for a copy, or to hold all keys.
 * Its switches may be turned from any thread.
 */
final class TestingGate implements CommandGate {
    private final CommandGate gate;
    private final EventLoopTimers loop;
    private final Queue<AckWaits.Waiter> waiting = new ArrayDeque<>();
    private volatile boolean copying;
    private volatile boolean held;
    private volatile int waitingBatches;
    private volatile int refusals;
    private boolean written;

    TestingGate(CommandGate gate, EventLoopTimers loop) {
        this.gate = gate;
        this.loop = loop;
    }

    /** From now on answers to writes wait until {@link #acknowledge}. */
    void copying(boolean on) {
        copying = on;
    }

    void held(boolean on) {
        held = on;
    }

    int waitingBatches() {
        return waitingBatches;
    }

    /** The copy acknowledges the oldest batch. */
    void acknowledge() {
        loop.execute(() -> next().acknowledged());
    }

    void lose() {
        loop.execute(() -> next().outcomeUnknown());
    }

    /** How many commands it has held. */
    int refusals() {
        return refusals;
    }

    private Admission refuse() {
        refusals++;
        return Admission.HOLD;
    }

    private AckWaits.Waiter next() {
        waitingBatches--;
        return waiting.remove();
    }

    @Override
    public ClusterMap map() {
        return gate.map();
    }

    @Override
    public Member self() {
        return gate.self();
    }

    @Override
    public void beginBatch() {
        gate.beginBatch();
        written = false;
    }

    @Override
    public Admission run(int range, Access access, KeyCommand command, Request request, ReplyWriter reply) {
        if (held) {
            return refuse();
        }
        written |= copying && access == Access.WRITE;
        return gate.run(range, access, command, request, reply);
    }

    @Override
    public Admission runLocked(int[] ranges, RangesCommand command) {
        return held ? refuse() : gate.runLocked(ranges, command);
    }

    @Override
    public Admission run(NodeCommand command, Request request, ReplyWriter reply) {
        return held ? refuse() : gate.run(command, request, reply);
    }

    @Override
    public void onFeed(int range, FeedAction action) {
        gate.onFeed(range, action);
    }

    @Override
    public boolean answersWait() {
        return written || gate.answersWait();
    }

    @Override
    public boolean await(AckWaits.Waiter waiter) {
        if (!written) {
            return gate.await(waiter);
        }
        waiting.add(waiter);
        waitingBatches++;
        return false;
    }
}
