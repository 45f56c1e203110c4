package io.buddykv.node.port.resp;

import io.buddykv.node.command.CommandHandler;
import io.buddykv.node.time.EventLoopTimers;
import io.buddykv.protocol.command.CommandSpec;
import io.buddykv.protocol.resp.RedisErrors;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** A client port that is open: RESP2 and RESP3 over TCP, or over TLS. */
public final class RespServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RespServer.class);
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private static final int HANDSHAKE_MILLIS = 10_000;

    /** How long the end of an encrypted connection may take to be written. */
    private static final int CLOSE_NOTIFY_MILLIS = 500;

    private final ClientPort port;
    private final Map<EventLoop, ClientLoop> loops = new IdentityHashMap<>();
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private Channel server;

    private RespServer(ClientPort port) {
        this.port = port;
    }

    /**
     * Opens the port.
     *
     * @param handlers what carries each command out; null for EXEC and WATCH, and for containers of subcommands
     * @param gates makes the way to keys for one event loop
     * @param portNumber 0: any that is free
     * @throws IOException when the address cannot be bound; the message names it
     */
    public static RespServer open(
            ClientPort port,
            Function<CommandSpec, CommandHandler> handlers,
            ClientLoops loops,
            Function<EventLoopTimers, CommandGate> gates,
            String host,
            int portNumber)
            throws IOException {
        RespServer opened = new RespServer(port);
        CommandSet commands = new CommandSet(port.table(), handlers);
        for (EventLoopTimers loop : loops.loops()) {
            opened.loops.put(loop.loop(), new ClientLoop(port, commands, loop, gates.apply(loop)));
        }
        opened.bind(loops, host, portNumber);
        return opened;
    }

    /** The port that was bound. */
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Takes no more connections; those that are open go on. */
    public void stopAccepting() {
        server.close().syncUninterruptibly();
    }

    /** Ends all connections; afterwards the port is free. */
    @Override
    public void close() {
        stopAccepting();
        channels.close().awaitUninterruptibly();
        loops.forEach((executor, loop) -> executor.execute(loop::release));
    }

    private void bind(ClientLoops loops, String host, int portNumber) throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, port.settings().backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new Accepting());
        try {
            server = bootstrap.bind(host, portNumber).syncUninterruptibly().channel();
        } catch (Exception e) {
            throw new IOException("cannot listen on " + host + ":" + portNumber + ": " + e.getMessage(), e);
        }
        LOG.debugf("client port %s:%d is open", host, port());
    }

    private static SslHandler encryption(SslContext tls, Channel channel) {
        SslHandler encryption = tls.newHandler(channel.alloc());
        encryption.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
        encryption.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS);
        return encryption;
    }

    private final class Accepting extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            if (!port.clients().admit(port.live().maxClients())) {
                port.statistics().refused();
                if (port.tls().isPresent()) { // To tell it would take a handshake.
                    channel.close();
                    return;
                }
                channel.writeAndFlush(ByteBufUtil.encodeString(
                                channel.alloc(),
                                CharBuffer.wrap("-" + RedisErrors.TOO_MANY_CLIENTS + "\r\n"),
                                StandardCharsets.US_ASCII))
                        .addListener(ChannelFutureListener.CLOSE);
                return;
            }
            port.statistics().connected();
            channels.add(channel);
            ClientLoop loop = loops.get(channel.eventLoop());
            channel.config().setRecvByteBufAllocator(loop.receiveBuffer);
            port.tls().ifPresent(tls -> channel.pipeline().addLast(encryption(tls, channel)));
            channel.pipeline().addLast(new ClientConnection(loop));
        }
    }
}
