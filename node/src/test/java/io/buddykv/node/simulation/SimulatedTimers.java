package io.buddykv.node.simulation;

import io.buddykv.node.time.Timers;
import java.util.ArrayList;
import java.util.List;

/**
 * One event loop of a process. Tasks run in the order in which they were given, a few microseconds later; timers go by
 * the machine's own monotonic clock. It can be made to stand still while the rest of its process goes on.
 */
final class SimulatedTimers implements Timers {
    private static final long MOST_HOP_NANOS = 20 * SimulatedWorld.MICRO;

    private final SimulatedProcess process;
    private final SimulatedWorld world;
    private long lastTaskAt;
    private boolean stalled;
    private List<Runnable> parked = new ArrayList<>();

    SimulatedTimers(SimulatedProcess process) {
        this.process = process;
        this.world = process.world();
    }

    SimulatedProcess process() {
        return process;
    }

    @Override
    public void execute(Runnable task) {
        lastTaskAt = Math.max(lastTaskAt, world.now() + world.between(0, MOST_HOP_NANOS));
        world.at(lastTaskAt, () -> run(task));
    }

    /** Runs it on this loop now, or as soon as the loop moves. */
    void run(Runnable task) {
        process.run(() -> {
            if (stalled) {
                parked.add(task);
            } else {
                task.run();
            }
        });
    }

    @Override
    public Timer after(long delayNanos, Runnable action) {
        PendingTimer timer = new PendingTimer(process.clock().nanos() + Math.max(0, delayNanos), action);
        timer.schedule();
        return timer;
    }

    void stall() {
        stalled = true;
    }

    void move() {
        stalled = false;
        List<Runnable> due = parked;
        parked = new ArrayList<>();
        due.forEach(task -> world.after(0, () -> run(task)));
    }

    private final class PendingTimer implements Timer {
        private final long dueNanos;
        private Runnable action;

        PendingTimer(long dueNanos, Runnable action) {
            this.dueNanos = dueNanos;
            this.action = action;
        }

        void schedule() {
            long left = Math.max(0, dueNanos - process.clock().nanos());
            world.after(process.clock().inWorldTime(left), () -> run(this::due));
        }

        private void due() {
            if (action == null) {
                return;
            }
            if (process.clock().nanos() - dueNanos < 0) {
                schedule();
                return;
            }
            Runnable now = action;
            action = null;
            now.run();
        }

        @Override
        public void cancel() {
            action = null;
        }
    }
}
