package io.buddykv.node.port.resp;

import io.buddykv.node.time.EventLoopTimers;
import io.buddykv.protocol.resp.ReplyWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/** What the connections of one event loop of one client port share; confined to it. */
final class ClientLoop {
    private static final Logger LOG = Logger.getLogger(ClientLoop.class);

    /** Room for one read and for what was left of those before. */
    private static final int SCRATCH_BYTES = 2 * LoopReceiveBuffer.BYTES;

    private static final int INITIAL_REPLY_BYTES = 16 * 1024;

    /** A reply buffer that has grown beyond this is not used again. */
    private static final int RETAINED_REPLY_BYTES = 512 * 1024;

    private static final long SWEEP_NANOS = 1_000_000_000;

    /** Clients must not be able to fill the log. */
    private static final int WARNINGS_PER_SWEEP = 5;

    final ClientPort port;
    final CommandGate gate;
    final CommandRunner runner;
    final LoopStatistics statistics;
    final ParkedConnections parked;
    final MapNews mapNews;
    final Watchers watchers;
    final LoopReceiveBuffer receiveBuffer = new LoopReceiveBuffer();
    final ReplyWriter reply = new ReplyWriter();
    final byte[] scratch = new byte[SCRATCH_BYTES];
    private final EventLoopTimers timers;
    private final Set<ClientConnection> connections = new LinkedHashSet<>();
    private ByteBuf replies;
    private boolean sweeping;
    private int warningsLeft = WARNINGS_PER_SWEEP;

    ClientLoop(ClientPort port, CommandSet commands, EventLoopTimers timers, CommandGate gate) {
        this.port = port;
        this.timers = timers;
        this.gate = gate;
        this.statistics = port.statistics().newLoop();
        this.watchers = new Watchers(timers, gate);
        this.runner = new CommandRunner(
                commands, gate, watchers, statistics, port.settings().maxTransactionBytes());
        this.parked = new ParkedConnections(timers);
        this.mapNews = new MapNews(timers, gate, connections);
    }

    void add(ClientConnection connection) {
        connections.add(connection);
        if (!sweeping) {
            sweeping = true;
            timers.after(SWEEP_NANOS, this::sweep);
        }
    }

    void remove(ClientConnection connection) {
        connections.remove(connection);
    }

    /**
     * An empty buffer for the replies of one turn, owned by the caller. The last one is used again when everything in it
     * has left by then.
     */
    ByteBuf replyBuffer(ByteBufAllocator allocator) {
        if (replies != null && replies.refCnt() == 1 && replies.capacity() <= RETAINED_REPLY_BYTES) {
            return replies.clear().retain();
        }
        if (replies != null) {
            replies.release();
        }
        replies = allocator.directBuffer(INITIAL_REPLY_BYTES, port.settings().maxReplyBytes());
        return replies.retain();
    }

    /** Says why a client's connection is closed, some times a second. */
    void warnClosed(String address, String reason) {
        if (warningsLeft > 0) {
            warningsLeft--;
            LOG.warnf("connection of %s is closed: %s", address, reason);
        }
    }

    /** Gives the buffers back; after the last connection has ended. */
    void release() {
        receiveBuffer.release();
        if (replies != null) {
            replies.release();
            replies = null;
        }
    }

    private void sweep() {
        sweeping = !connections.isEmpty();
        warningsLeft = WARNINGS_PER_SWEEP;
        new ArrayList<>(connections).forEach(ClientConnection::closeIfStalled);
        if (sweeping) {
            timers.after(SWEEP_NANOS, this::sweep);
        }
    }
}
