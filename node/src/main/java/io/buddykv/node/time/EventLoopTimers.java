package io.buddykv.node.time;

import io.netty.channel.EventLoop;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** A Netty event loop as a thread of control. */
public final class EventLoopTimers implements Timers {
    private static final Logger LOG = Logger.getLogger(EventLoopTimers.class);

    private final EventLoop loop;

    public EventLoopTimers(EventLoop loop) {
        this.loop = loop;
    }

    public EventLoop loop() {
        return loop;
    }

    @Override
    public void execute(Runnable task) {
        if (!loop.isShuttingDown()) {
            loop.execute(task);
        }
    }

    @Override
    public Timer after(long delayNanos, Runnable action) {
        if (loop.isShuttingDown()) {
            return () -> {};
        }
        ScheduledFuture<?> future = loop.schedule(() -> run(action), delayNanos, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    /** Nobody looks at what becomes of a timer's future: a fault would not be seen. */
    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A timer's action has failed", e);
            throw e;
        }
    }
}
