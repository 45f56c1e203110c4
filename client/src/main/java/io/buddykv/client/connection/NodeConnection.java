package io.buddykv.client.connection;

import io.buddykv.client.call.Call;
import io.buddykv.client.call.Refusals;
import io.buddykv.protocol.resp.ProtocolException;
import io.buddykv.protocol.resp.Reply;
import io.buddykv.protocol.resp.RequestWriter;
import io.buddykv.protocol.resp.RespReader;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One connection to one node. Calls come from any thread; what has come by the time the event loop looks is written in one
 * piece. Answers come in the order of the calls.
 *
 * <p>Opened once and closed once, after which every call that was given to it has been handed back to the listener: none
 * is ever left in it. A call whose deadline passes ends, and the answer that may still come is passed over.
 */
public final class NodeConnection {
    private static final long LOOK_MILLIS = 20;
    /** A look that comes so much later than it should shows that the loop has stood still, and not the node. */
    private static final long STOOD_STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** A slave answers a call at the latest after 2 s, by TRYAGAIN: one that has said nothing for longer is gone. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** Octets that are put together before they are written. */
    private static final int PIECE_BYTES = 64 * 1024;

    /** How long the end of an encrypted connection may take to be written. */
    private static final int CLOSE_NOTIFY_MILLIS = 500;

    private final InetSocketAddress address;
    private final String name;
    private final Identity identity;
    private final EventLoop loop;
    private final Patience patience;
    private final Listener listener;
    private final Queue<Call<?>> outgoing = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean drainDue = new AtomicBoolean();
    private final RequestWriter writer = new RequestWriter();
    private final RespReader reader = new RespReader();
    private final ArrayDeque<Call<?>> unanswered = new ArrayDeque<>();

    private Channel channel;
    private State state = State.LATENT;
    private int greetingsLeft;
    private long heardNanos;
    private long lookedNanos;

    private enum State {
        /** Not begun. */
        LATENT,
        /** Being established, up to the node's welcome; calls wait. */
        OPENING,
        OPEN,
        CLOSED
    }

    /** Who has the connection. Called on its event loop, except where a call was given to a connection that had ended. */
    public interface Listener {
        /** The node has said who it is; false refuses it, and the connection ends. */
        boolean welcomed(Welcome welcome);

        /** A call of this connection has to be sent again, here or elsewhere. */
        void repeat(Call<?> call);

        /** The node says that a newer map is there. */
        void newerMap();

        /** Something that was not asked for has come. */
        void pushed(Reply.Push push);

        /** The node refuses the client for good. */
        void refused(Reply.Failure failure);

        /** Nothing will come any more. */
        void closed(String why);
    }

    /** @param patience with the node, shared by all connections to it */
    public NodeConnection(
            InetSocketAddress address, Identity identity, EventLoop loop, Patience patience, Listener listener) {
        this.address = address;
        this.name = nameOf(address);
        this.identity = identity;
        this.loop = loop;
        this.patience = patience;
        this.listener = listener;
    }

    /** How messages call an address, which has not been resolved: {@code host:port}. */
    public static String nameOf(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    /** Begins to connect. Calls may be sent at once. */
    public void open() {
        onLoop(() -> {
            if (state == State.LATENT) {
                state = State.OPENING;
                lookedNanos = System.nanoTime();
                loop.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
                connect();
            }
        });
    }

    public void send(Call<?> call) {
        outgoing.add(call);
        if (drainDue.compareAndSet(false, true)) {
            onLoop(this::drain);
        }
    }

    /** Ends it; every call in it goes back to the listener. */
    public void close(String why) {
        onLoop(() -> end(why));
    }

    public EventLoop loop() {
        return loop;
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            handBack("the client's event loops have ended");
        }
    }

    private void connect() {
        if (NetUtil.createByteArrayFromIpAddressString(address.getHostString()) != null) {
            connect(new InetSocketAddress(address.getHostString(), address.getPort()));
            return;
        }
        // Resolved anew each time, since a name in Kubernetes soon means another address; elsewhere, since it may take
        // long.
        CompletableFuture.supplyAsync(() -> new InetSocketAddress(address.getHostString(), address.getPort()))
                .thenAccept(resolved -> onLoop(() -> connect(resolved)));
    }

    private void connect(InetSocketAddress resolved) {
        if (state == State.CLOSED) {
            return;
        }
        if (resolved.isUnresolved()) {
            end(name + " is not known");
            return;
        }
        SslHandler encryption;
        try {
            encryption = encryption();
        } catch (RuntimeException unusable) {
            end(name + ": " + unusable.getMessage());
            return;
        }
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, patience.millis())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel created) {
                        if (encryption != null) {
                            created.pipeline().addLast(encryption);
                        }
                        created.pipeline().addLast(new Handler());
                    }
                })
                .connect(resolved)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        if (done.cause() instanceof ConnectTimeoutException) {
                            patience.wasTooShort();
                        }
                        end(name + ": " + done.cause().getMessage());
                    }
                });
    }

    /** What is written before the handshake has ended waits for it; {@link #patience} bounds both. Null for none. */
    private SslHandler encryption() {
        if (identity.tls() == null) {
            return null;
        }
        SslHandler encryption = new SslHandler(identity.tls().engine(address.getHostString(), address.getPort()));
        encryption.setHandshakeTimeoutMillis(Patience.MOST_MILLIS);
        encryption.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS);
        return encryption;
    }

    private void connected(Channel newChannel) {
        channel = newChannel;
        if (state == State.CLOSED) {
            channel.close();
            return;
        }
        ByteBuf greeting = channel.alloc().buffer();
        writer.to(greeting);
        if (identity.password() == null) {
            writer.command("HELLO", "3");
        } else {
            writer.command("HELLO", "3", "AUTH", "default", identity.password());
        }
        writer.begin(3).argument("KV").argument("HELLO").argument(identity.owner());
        greetingsLeft = 2;
        heardNanos = System.nanoTime();
        channel.writeAndFlush(greeting, channel.voidPromise());
        loop.schedule(
                () -> {
                    if (state == State.OPENING) {
                        patience.wasTooShort();
                        end(name + " does not say who it is");
                    }
                },
                patience.millis(),
                TimeUnit.MILLISECONDS);
    }

    // ---- calls on their way out

    private void drain() {
        drainDue.set(false);
        if (state == State.CLOSED) {
            handBack("the connection has ended");
            return;
        }
        if (state != State.OPEN) {
            return;
        }
        ByteBuf piece = null;
        while (channel.isWritable()) {
            Call<?> call = outgoing.poll();
            if (call == null) {
                break;
            }
            if (call.isDone()) {
                continue;
            }
            if (piece == null) {
                piece = channel.alloc().directBuffer();
                writer.to(piece);
            }
            if (unanswered.isEmpty()) {
                heardNanos = System.nanoTime();
            }
            call.send(writer);
            unanswered.add(call);
            if (piece.readableBytes() >= PIECE_BYTES) {
                channel.write(piece, channel.voidPromise());
                piece = null;
            }
        }
        if (piece != null) {
            channel.write(piece, channel.voidPromise());
        }
        channel.flush();
    }

    // ---- answers

    private void received(ByteBuf octets) {
        heardNanos = System.nanoTime();
        try {
            reader.append(octets);
            for (Reply reply = reader.next(); reply != null && state != State.CLOSED; reply = reader.next()) {
                if (reply instanceof Reply.Push push) {
                    listener.pushed(push);
                } else if (state == State.OPENING) {
                    greeted(reply);
                } else {
                    answered(reply);
                }
            }
        } catch (ProtocolException malformed) {
            end(name + ": " + malformed.getMessage());
        }
    }

    private void greeted(Reply reply) {
        greetingsLeft--;
        if (reply instanceof Reply.Failure failure) {
            listener.refused(failure);
            end(name + ": " + failure.text());
        } else if (greetingsLeft == 0) {
            Welcome welcome = Welcome.of(reply);
            if (welcome == null || !listener.welcomed(welcome)) {
                end(name + " is not the node that was looked for: " + reply.text());
                return;
            }
            patience.wasLongEnough();
            state = State.OPEN;
            drain();
        }
    }

    private void answered(Reply reply) {
        Call<?> call = unanswered.peek();
        if (call == null) {
            end(name + " answers what was not asked");
            return;
        }
        Call.Progress progress = call.answered(reply);
        if (progress == Call.Progress.UNFINISHED) {
            return;
        }
        unanswered.poll();
        if (progress == Call.Progress.REPEAT) {
            if (Refusals.isRedirection(reply)) {
                listener.newerMap();
            }
            listener.repeat(call);
        }
    }

    // ---- time

    private void look() {
        if (state == State.CLOSED) {
            return;
        }
        long now = System.nanoTime();
        boolean stoodStill = now - lookedNanos > STOOD_STILL_NANOS;
        lookedNanos = now;
        if (!stoodStill) { // Else what has come meanwhile is taken before calls are given up.
            endLate(unanswered, now);
            endLate(outgoing, now);
            if (!unanswered.isEmpty() && now - heardNanos > SILENCE_NANOS) {
                end(name + " has said nothing for " + TimeUnit.NANOSECONDS.toMillis(now - heardNanos) + " ms");
                return;
            }
        }
        loop.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void endLate(Iterable<Call<?>> calls, long now) {
        for (Call<?> call : calls) {
            if (call.isLate(now)) {
                call.timeOut();
            }
        }
    }

    // ---- the end

    private void end(String why) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        if (channel != null) {
            channel.close();
        }
        handBack(why);
        listener.closed(why);
    }

    /** Also by a thread that is not the loop's, when that has ended: then nobody else touches the queues. */
    private synchronized void handBack(String why) {
        List<Call<?>> left = new ArrayList<>(unanswered);
        unanswered.clear();
        for (Call<?> call = outgoing.poll(); call != null; call = outgoing.poll()) {
            left.add(call);
        }
        for (Call<?> call : left) {
            call.interrupted(why);
            if (!call.isDone()) {
                listener.repeat(call);
            }
        }
    }

    private final class Handler extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            connected(context.channel());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf octets = (ByteBuf) message;
            try {
                received(octets);
            } finally {
                octets.release();
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (context.channel().isWritable()) {
                drain();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end(name + " has closed the connection");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end(name + ": " + (cause instanceof DecoderException tls ? tls.getCause() : cause));
        }
    }
}
