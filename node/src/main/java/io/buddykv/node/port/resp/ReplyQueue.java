package io.buddykv.node.port.resp;

import io.buddykv.node.replication.AckWaits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.ArrayDeque;

/**
 * Replies of one connection on their way out, in the order in which they were made: those that wait for copies, and
 * those behind them. Confined to the connection's event loop.
 */
final class ReplyQueue {
    private final ChannelHandlerContext context;
    private final Listener listener;
    private final LoopStatistics statistics;

    /** Null until the first reply waits. */
    private ArrayDeque<Segment> waiting;

    private long waitingBytes;
    private boolean closed;

    ReplyQueue(ChannelHandlerContext context, LoopStatistics statistics, Listener listener) {
        this.context = context;
        this.statistics = statistics;
        this.listener = listener;
    }

    /** Sends replies that wait for no copy, as soon as those before them have left. Takes the buffer over. */
    void send(ByteBuf replies) {
        if (closed || !replies.isReadable()) {
            replies.release();
        } else if (waiting == null || waiting.isEmpty()) {
            write(replies);
        } else {
            add(new Segment(replies, true));
        }
    }

    /** Who is to be told when replies may leave that {@link #hold} will be given, or {@link #send} when they need not wait. */
    Segment newSegment() {
        return new Segment(null, false);
    }

    /** Keeps replies until their segment is acknowledged. Takes the buffer over. */
    void hold(Segment segment, ByteBuf replies) {
        if (closed) {
            replies.release();
            return;
        }
        segment.replies = replies;
        add(segment);
    }

    /** Octets that have not left: those that wait, and those the peer does not take. */
    long pendingBytes() {
        ChannelOutboundBuffer outbound = context.channel().unsafe().outboundBuffer();
        return waitingBytes + (outbound == null ? 0 : outbound.totalPendingWriteBytes());
    }

    /** Changes whenever the peer has taken something. */
    long progressMark() {
        ChannelOutboundBuffer outbound = context.channel().unsafe().outboundBuffer();
        return outbound == null ? 0 : outbound.totalPendingWriteBytes() - outbound.currentProgress();
    }

    /** Whether replies wait for copies. */
    boolean isWaiting() {
        return waiting != null && !waiting.isEmpty();
    }

    /** The connection has ended: nothing will leave any more. */
    void close() {
        closed = true;
        if (waiting != null) {
            waiting.forEach(segment -> segment.replies.release());
            waiting.clear();
        }
        waitingBytes = 0;
    }

    private void add(Segment segment) {
        if (waiting == null) {
            waiting = new ArrayDeque<>(4);
        }
        waiting.add(segment);
        waitingBytes += segment.replies.readableBytes();
    }

    private void write(ByteBuf replies) {
        statistics.outputBytes += replies.readableBytes();
        context.writeAndFlush(replies, context.voidPromise());
    }

    private void releaseFront() {
        while (!waiting.isEmpty() && waiting.peek().released) {
            ByteBuf replies = waiting.poll().replies;
            int length = replies.readableBytes();
            waitingBytes -= length;
            statistics.outputBytes += length;
            context.write(replies, context.voidPromise());
        }
        context.flush();
        listener.repliesLeft();
    }

    /** Told when replies that waited have left. */
    interface Listener {
        void repliesLeft();

        /** Whether the writes happened is not known: nothing more may be answered. */
        void outcomeUnknown();
    }

    /** Replies of one batch that leave together. */
    final class Segment implements AckWaits.Waiter {
        private final long beganNanos = System.nanoTime();
        private ByteBuf replies;
        private boolean released;

        private Segment(ByteBuf replies, boolean released) {
            this.replies = replies;
            this.released = released;
        }

        @Override
        public void acknowledged() {
            released = true;
            statistics.waits.record(System.nanoTime() - beganNanos);
            if (!closed) {
                releaseFront();
            }
        }

        @Override
        public void outcomeUnknown() {
            if (!closed) {
                listener.outcomeUnknown();
            }
        }
    }
}
