package io.buddykv.client;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which clients keep their connections. A client has its own, unless it is given some that several share, by
 * {@link KVClientSettings.Builder#threads}: for processes with clients of many clusters, or whose clients come and go. What keeps
 * one of them busy then delays the others.
 *
 * <p>Threads begin when they are needed. They are closed by whoever made them, after the clients.
 */
public final class KVClientThreads implements AutoCloseable {
    /** One for what is not calls, one for what is told of changes. */
    private static final int OTHER_LOOPS = 2;

    private static final int MOST_DEFAULT_LOOPS = 4;

    private final NioEventLoopGroup group;
    private final List<EventLoop> loops = new ArrayList<>();

    /** As many for calls as a client has by default. */
    public KVClientThreads() {
        this(defaultLoops());
    }

    /** @param eventLoops for calls, each with one connection of each client to each slave */
    public KVClientThreads(int eventLoops) {
        group = new NioEventLoopGroup(eventLoops + OTHER_LOOPS, new DefaultThreadFactory("buddykv-client", true));
        group.forEach(loop -> loops.add((EventLoop) loop));
    }

    static int defaultLoops() {
        return Math.max(1, Math.min(MOST_DEFAULT_LOOPS, Runtime.getRuntime().availableProcessors() / 2));
    }

    EventLoop forControl() {
        return loops.get(0);
    }

    EventLoop forChanges() {
        return loops.get(1);
    }

    List<EventLoop> forCalls() {
        return loops.subList(OTHER_LOOPS, loops.size());
    }

    /** Ends the threads; clients that still use them answer no calls any more. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
