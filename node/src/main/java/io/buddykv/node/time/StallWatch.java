package io.buddykv.node.time;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Whether every event loop of this process moves: each turns a tick of its own, and one that has not for longer than the
 * limit stands still. What a process says of its health goes by this, so that one stuck loop counts as failed.
 */
public final class StallWatch {
    private static final int TICKS_PER_STALL = 8;

    private final TimeSource time;
    private final List<Timers> loops;
    private final long stallNanos;
    private final AtomicLongArray lastTicks;
    private volatile boolean stopped;

    /** @param stallNanos how long a loop may stand still */
    public StallWatch(TimeSource time, List<Timers> loops, long stallNanos) {
        this.time = time;
        this.loops = List.copyOf(loops);
        this.stallNanos = stallNanos;
        this.lastTicks = new AtomicLongArray(loops.size());
    }

    public void start() {
        for (int loop = 0; loop < loops.size(); loop++) {
            lastTicks.set(loop, time.nanos());
            tick(loop);
        }
    }

    private void tick(int loop) {
        if (stopped) {
            return;
        }
        lastTicks.set(loop, time.nanos());
        loops.get(loop).after(stallNanos / TICKS_PER_STALL, () -> tick(loop));
    }

    /** Whether every loop has moved within the limit before {@code nanos}. */
    public boolean isMoving(long nanos) {
        for (int loop = 0; loop < lastTicks.length(); loop++) {
            if (nanos - lastTicks.get(loop) > stallNanos) {
                return false;
            }
        }
        return true;
    }

    public void stop() {
        stopped = true;
    }
}
