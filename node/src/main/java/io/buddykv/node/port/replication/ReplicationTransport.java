package io.buddykv.node.port.replication;

import io.buddykv.node.replication.FrameConnector;
import io.buddykv.node.replication.FrameLink;
import io.buddykv.node.time.EventLoopTimers;
import io.buddykv.node.time.Timers;
import io.buddykv.topology.Endpoints;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The replication port, and connections to those of others, on Netty event loops that are given from outside. */
public final class ReplicationTransport implements FrameConnector, AutoCloseable {
    private static final int CONNECT_TIMEOUT_MILLIS = 500;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

    private final EventLoopGroup group;
    private final Class<? extends Channel> channelType;
    private final Class<? extends ServerChannel> serverType;
    private final List<EventLoopTimers> loops;
    private final Map<EventLoop, EventLoopTimers> timersOf = new ConcurrentHashMap<>();
    private final AtomicInteger nextLoop = new AtomicInteger();
    private Channel server;

    public ReplicationTransport(
            EventLoopGroup group,
            List<EventLoopTimers> loops,
            Class<? extends Channel> channelType,
            Class<? extends ServerChannel> serverType) {
        this.group = group;
        this.loops = List.copyOf(loops);
        this.channelType = channelType;
        this.serverType = serverType;
        loops.forEach(timers -> timersOf.put(timers.loop(), timers));
    }

    /**
     * Binds the replication port.
     *
     * @param port 0 for any free one
     * @param acceptor makes the receiver of an incoming link, called on its event loop
     * @return the port that was bound
     */
    public int bind(String host, int port, Function<Timers, FrameLink.Receiver> acceptor) throws InterruptedException {
        server = new ServerBootstrap()
                .group(group)
                .channel(serverType)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new NettyFrameLink(acceptor.apply(timers(channel.eventLoop()))));
                    }
                })
                .bind(host, port)
                .sync()
                .channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    private Timers timers(EventLoop loop) {
        return timersOf.computeIfAbsent(loop, EventLoopTimers::new);
    }

    @Override
    public void connect(Endpoints peer, Function<Timers, FrameLink.Receiver> receiverOn) {
        EventLoopTimers timers = loops.get(Math.floorMod(nextLoop.getAndIncrement(), loops.size()));
        NettyFrameLink link = new NettyFrameLink(receiverOn.apply(timers));
        timers.execute(() -> connect(peer, link, timers));
    }

    private void connect(Endpoints peer, NettyFrameLink link, EventLoopTimers timers) {
        new Bootstrap()
                .group(timers.loop())
                .channel(channelType)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(link)
                .connect(peer.host(), peer.replicationPort())
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        link.failed(done.cause());
                    }
                });
    }

    /** Stops accepting; open links are closed by their owners. */
    @Override
    public void close() {
        if (server != null) {
            server.close().awaitUninterruptibly();
        }
    }
}
