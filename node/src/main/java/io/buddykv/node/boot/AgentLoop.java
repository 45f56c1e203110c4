package io.buddykv.node.boot;

import io.buddykv.node.time.EventLoopTimers;
import io.netty.channel.DefaultEventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** The thread of control of one agent. */
final class AgentLoop implements AutoCloseable {
    private static final long CLOSE_SECONDS = 2;

    private final DefaultEventLoop loop;
    private final EventLoopTimers timers;

    AgentLoop(String name) {
        loop = new DefaultEventLoop(new DefaultThreadFactory(name + "-agent", true));
        timers = new EventLoopTimers(loop);
    }

    EventLoopTimers timers() {
        return timers;
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
