package io.buddykv.node.port.resp;

import io.buddykv.node.replication.AckWaits;
import io.buddykv.protocol.resp.ProtocolException;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import io.buddykv.protocol.resp.RequestParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;

/**
 * One client's connection: octets to requests, turn by turn, and their replies back in order. Confined to its event loop.
 *
 * <p><b>A turn</b> executes what has arrived, up to a number of commands and an amount of replies; what is left waits for
 * the next turn, behind the other connections. All commands of a turn are one batch for the {@link CommandGate}: replies
 * in front of the first that waits for copies leave at once, the others when the copies have acknowledged.
 *
 * <p><b>Paused</b>, nothing is executed and nothing read, so that what a connection keeps is bounded: while its next
 * command waits for a key range that is held (parked), while the next turn is due, and while its client does not take the
 * replies.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter implements ReplyQueue.Listener, PushTarget {
    private static final Logger LOG = Logger.getLogger(ClientConnection.class);

    /** Replies that wait for copies are copied out of the shared buffer up to this size, and handed over beyond. */
    private static final int COPIED_REPLY_BYTES = 4 * 1024;

    /** From here on, replies that have not left count in the memory of all connections. */
    private static final int UNCOUNTED_REPLY_BYTES = 64 * 1024;

    /** Ends a batch none of whose answers has to wait. */
    private static final AckWaits.Waiter NOBODY = new AckWaits.Waiter() {
        @Override
        public void acknowledged() {}

        @Override
        public void outcomeUnknown() {}
    };

    private final ClientLoop loop;
    private final ClientPortSettings settings;
    private final Request request = new Request();
    private final InputResidue residue;
    private RequestParser parser;
    private Session session;
    private ReplyQueue replies;
    private ChannelHandlerContext context;

    private Request parked;
    private long parkedSinceNanos;
    private boolean turnDue;
    private boolean outputFull;
    private boolean closed;

    private ByteBuf turnReplies;
    private int firstWaiting;

    private long countedReplyBytes;
    private long stalledSinceNanos;
    private long stalledMark;

    ClientConnection(ClientLoop loop) {
        this.loop = loop;
        this.settings = loop.port.settings();
        this.residue = new InputResidue(loop.port.memory());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext newContext) {
        context = newContext;
        session = new Session(
                loop.port.clients().nextId(),
                context.channel(),
                loop.port.credentials(),
                loop.mapNews::begin,
                this,
                loop.watchers);
        parser = new RequestParser(loop.port.live().limits());
        parser.authenticated(session.isAuthenticated());
        replies = new ReplyQueue(context, loop.statistics, this);
        loop.port.clients().add(session);
        loop.add(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        ended();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        ended();
    }

    private void ended() {
        if (closed) {
            return;
        }
        closed = true;
        loop.remove(this);
        loop.port.clients().remove(session);
        session.transaction().end();
        session.watchNothing();
        replies.close();
        residue.clear();
        parked = null;
        if (turnReplies != null) {
            turnReplies.release();
            turnReplies = null;
        }
        loop.port.memory().release(countedReplyBytes);
        countedReplyBytes = 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        ByteBuf input = (ByteBuf) message;
        try {
            loop.statistics.inputBytes += input.readableBytes();
            received(input);
        } finally {
            input.release();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        if (!closed) {
            outputChanged();
        }
    }

    @Override
    public void repliesLeft() {
        outputChanged();
        endWhenDone();
    }

    @Override
    public void outcomeUnknown() {
        close("the outcome of a write is unknown: this slave lost the key range before its copies acknowledged");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        if (cause instanceof DecoderException tls && tls.getCause() instanceof SSLException failed) {
            loop.warnClosed(session.address(), failed.getMessage());
        } else if (!(cause instanceof IOException)) {
            LOG.errorf(cause, "connection of %s is closed", session.address());
        }
        context.close();
    }

    @Override
    public void push(ByteBuf octets) {
        replies.send(octets);
        outputChanged();
    }

    @Override
    public boolean hasRoom() {
        return !closed && replies.pendingBytes() < settings.outputPauseBytes() / 2;
    }

    boolean followsMap() {
        return !closed && session.followsMap();
    }

    /** Ends the connection of a client that has been silent for too long, or takes none of its replies. */
    void closeIfStalled() {
        int idleSeconds = loop.port.live().idleTimeoutSeconds();
        if (idleSeconds > 0 && session.idleMillis() > TimeUnit.SECONDS.toMillis(idleSeconds)) {
            context.close();
            return;
        }
        long mark = replies.progressMark();
        long now = System.nanoTime();
        if (!outputFull || mark != stalledMark) {
            stalledMark = mark;
            stalledSinceNanos = now;
        } else if (now - stalledSinceNanos > TimeUnit.SECONDS.toNanos(settings.stalledOutputSeconds())) {
            close("it has taken none of its replies for " + settings.stalledOutputSeconds() + " s");
        }
    }

    // ---- input

    private void received(ByteBuf input) {
        session.active(System.nanoTime());
        if (session.isClosing()) {
            return;
        }
        if (isPaused() || residue.size() + input.readableBytes() > loop.scratch.length) {
            keep(residue.append(input));
            if (!isPaused() && !closed) {
                turn();
            }
            return;
        }
        byte[] octets = loop.scratch;
        int from = residue.isEmpty() ? 0 : residue.moveTo(octets);
        int to = from + input.readableBytes();
        input.readBytes(octets, from, to - from);
        beginTurn();
        int used = execute(octets, 0, to);
        if (used < to && !session.isClosing()) {
            residue.announced(parser.announced());
            keep(residue.append(octets, used, to));
        }
        endTurn();
    }

    private void keep(boolean kept) {
        if (!kept) {
            close("the memory for all clients' requests and replies is used up");
        }
    }

    private boolean isPaused() {
        return parked != null || turnDue || outputFull;
    }

    /** Goes on where the last turn ended, unless something still stands in the way. */
    private void proceed() {
        if (!closed && !isPaused()) {
            turn();
        }
    }

    private void turn() {
        beginTurn();
        if (!residue.isEmpty()) {
            residue.consumedTo(execute(residue.bytes(), residue.start(), residue.end()));
            residue.announced(parser.announced());
        }
        endTurn();
    }

    /** Executes requests; returns the index of the first octet that is left. */
    private int execute(byte[] octets, int from, int to) {
        ReplyWriter reply = loop.reply;
        int at = from;
        int left = settings.commandsPerTurn();
        try {
            while (at < to && !session.isClosing()) {
                if (left-- == 0 || turnReplies.writerIndex() > settings.turnOutputBytes()) {
                    nextTurn();
                    break;
                }
                int next = parser.parse(octets, at, to, request);
                if (next == RequestParser.NEED_MORE) {
                    break;
                }
                at = next;
                if (request.count() > 0 && !run(request, reply)) {
                    park(request.detached());
                    break;
                }
            }
        } catch (ProtocolException malformed) {
            reply.error(malformed.getMessage());
            session.closeAfterReply();
        }
        return at;
    }

    private boolean run(Request command, ReplyWriter reply) {
        int before = turnReplies.writerIndex();
        boolean done = true;
        try {
            done = loop.runner.run(session, command, reply);
        } catch (OutOfMemoryError e) {
            close("there is no memory for its replies");
        }
        if (firstWaiting < 0 && loop.gate.answersWait()) {
            firstWaiting = before;
        }
        return done;
    }

    private void nextTurn() {
        turnDue = true;
        context.executor().execute(() -> {
            turnDue = false;
            proceed();
        });
    }

    // ---- a command whose key range is held

    private void park(Request command) {
        parked = command;
        parkedSinceNanos = System.nanoTime();
        loop.parked.park(this::retryParked);
    }

    private void retryParked() {
        if (closed || parked == null) {
            return;
        }
        beginTurn();
        if (run(parked, loop.reply)) {
            parked = null;
        } else if (System.nanoTime() - parkedSinceNanos > settings.holdNanos()) {
            loop.runner.refuseHeld(session, parked, loop.reply);
            parked = null;
        } else {
            loop.parked.park(this::retryParked);
        }
        endTurn();
        proceed();
    }

    // ---- output

    private void beginTurn() {
        turnReplies = loop.replyBuffer(context.alloc());
        firstWaiting = -1;
        loop.reply.to(turnReplies).protocol(session.protocol());
        loop.gate.beginBatch();
    }

    private void endTurn() {
        ByteBuf batch = turnReplies;
        turnReplies = null;
        if (firstWaiting < 0) {
            loop.gate.await(NOBODY);
            replies.send(batch);
        } else {
            sendWaiting(batch);
        }
        parser.authenticated(session.isAuthenticated());
        outputChanged();
        endWhenDone();
    }

    private void sendWaiting(ByteBuf batch) {
        ReplyQueue.Segment segment = replies.newSegment();
        if (loop.gate.await(segment)) {
            replies.send(batch);
            return;
        }
        if (firstWaiting > 0) {
            replies.send(context.alloc().directBuffer(firstWaiting).writeBytes(batch, firstWaiting));
        }
        if (batch.readableBytes() <= COPIED_REPLY_BYTES) {
            replies.hold(
                    segment, context.alloc().directBuffer(batch.readableBytes()).writeBytes(batch));
            batch.release();
        } else {
            replies.hold(segment, batch);
        }
    }

    private void outputChanged() {
        if (closed) {
            return;
        }
        long pending = replies.pendingBytes();
        countReplies(pending <= UNCOUNTED_REPLY_BYTES ? 0 : pending);
        session.buffered(residue.size(), pending);
        boolean wasFull = outputFull;
        outputFull = outputFull
                ? !context.channel().isWritable() || pending > settings.outputPauseBytes() / 2
                : pending > settings.outputPauseBytes();
        boolean reads = !isPaused();
        if (context.channel().config().isAutoRead() != reads) {
            context.channel().config().setAutoRead(reads);
        }
        if (wasFull && !outputFull) {
            context.executor().execute(this::proceed);
        }
    }

    private void countReplies(long bytes) {
        long change = bytes - countedReplyBytes;
        if (change > 0 && !loop.port.memory().reserve(change)) {
            close("the memory for all clients' requests and replies is used up");
            return;
        }
        if (change < 0) {
            loop.port.memory().release(-change);
        }
        countedReplyBytes = bytes;
    }

    private void endWhenDone() {
        if (session.isClosing() && !closed && !replies.isWaiting()) {
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void close(String reason) {
        if (!closed) {
            loop.warnClosed(session.address(), reason);
            session.closeAfterReply();
            context.close();
        }
    }
}
