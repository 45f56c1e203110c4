package io.buddykv.node.port.resp;

import io.buddykv.node.command.KeyCommand;
import io.buddykv.node.command.NodeCommand;
import io.buddykv.node.replication.Access;
import io.buddykv.node.replication.AckWaits;
import io.buddykv.node.replication.Admission;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import java.util.function.Supplier;

/** A master's: it has no keys, and sends whoever asks for one to the slave that serves it. */
public final class MasterGate implements CommandGate {
    private static final CommandException NO_KEYS_HERE =
            new CommandException("ERR This node is a master of the cluster and holds no keys: ask the slaves");

    private final Supplier<ClusterMap> map;

    /** @param map the newest map, null before the first; asked from the client event loops */
    public MasterGate(Supplier<ClusterMap> map) {
        this.map = map;
    }

    @Override
    public ClusterMap map() {
        return map.get();
    }

    @Override
    public Member self() {
        return null;
    }

    @Override
    public void beginBatch() {}

    @Override
    public Admission run(int range, Access access, KeyCommand command, Request request, ReplyWriter reply) {
        return Admission.MOVED;
    }

    @Override
    public Admission runLocked(int[] ranges, RangesCommand command) {
        return Admission.MOVED;
    }

    @Override
    public Admission run(NodeCommand command, Request request, ReplyWriter reply) {
        throw NO_KEYS_HERE;
    }

    @Override
    public void onFeed(int range, FeedAction action) {
        throw NO_KEYS_HERE;
    }

    @Override
    public boolean answersWait() {
        return false;
    }

    @Override
    public boolean await(AckWaits.Waiter waiter) {
        return true;
    }
}
