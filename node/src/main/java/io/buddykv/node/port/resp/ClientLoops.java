package io.buddykv.node.port.resp;

import io.buddykv.node.time.EventLoopTimers;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The event loops that clients' connections are spread over: native epoll where there is Linux, else NIO. */
public final class ClientLoops implements AutoCloseable {
    private static final long CLOSE_TIMEOUT_SECONDS = 5;

    private final EventLoopGroup group;
    private final Class<? extends ServerChannel> serverChannel;
    private final Class<? extends Channel> channel;
    private final List<EventLoopTimers> loops = new ArrayList<>();

    private ClientLoops(
            EventLoopGroup group, Class<? extends ServerChannel> serverChannel, Class<? extends Channel> channel) {
        this.group = group;
        this.serverChannel = serverChannel;
        this.channel = channel;
        for (EventExecutor loop : group) {
            loops.add(new EventLoopTimers((EventLoop) loop));
        }
    }

    /** As many as there are cores suits most. */
    public static ClientLoops start(int count) {
        ThreadFactory threads = new DefaultThreadFactory("client-loop", true);
        return Epoll.isAvailable()
                ? new ClientLoops(
                        new EpollEventLoopGroup(count, threads),
                        EpollServerSocketChannel.class,
                        EpollSocketChannel.class)
                : new ClientLoops(
                        new NioEventLoopGroup(count, threads), NioServerSocketChannel.class, NioSocketChannel.class);
    }

    /** Each loop as a thread of control, always the same objects. */
    public List<EventLoopTimers> loops() {
        return List.copyOf(loops);
    }

    public EventLoopGroup group() {
        return group;
    }

    /** The type of sockets that accept on these loops. */
    public Class<? extends ServerChannel> serverChannel() {
        return serverChannel;
    }

    /** The type of sockets that connect on these loops. */
    public Class<? extends Channel> channel() {
        return channel;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
