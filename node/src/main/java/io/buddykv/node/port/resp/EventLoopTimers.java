package io.buddykv.node.port.resp;

import io.buddykv.node.time.Timers;
import io.netty.channel.EventLoop;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A Netty event loop as a thread of control. */
public record EventLoopTimers(EventLoop loop) implements Timers {
    @Override
    public Timer after(long delayNanos, Runnable action) {
        ScheduledFuture<?> scheduled = loop.schedule(action, delayNanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }
}
