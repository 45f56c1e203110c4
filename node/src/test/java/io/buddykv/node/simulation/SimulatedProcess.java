package io.buddykv.node.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One life of one process on one host. While it is stopped nothing of it runs; what would have run does so afterwards, in
 * the same order. When it has been killed nothing of it runs again.
 */
final class SimulatedProcess {
    private final SimulatedWorld world;
    private final String host;
    private final SimulatedClock clock;
    private final Map<Class<?>, Object> services = new HashMap<>();
    private final List<Runnable> whenKilled = new ArrayList<>();
    private List<Runnable> parked = new ArrayList<>();
    private boolean alive = true;
    private int stops;
    private long stoodStillSince;

    SimulatedProcess(SimulatedWorld world, String host, SimulatedClock clock) {
        this.world = world;
        this.host = host;
        this.clock = clock;
    }

    SimulatedWorld world() {
        return world;
    }

    String host() {
        return host;
    }

    SimulatedClock clock() {
        return clock;
    }

    boolean isAlive() {
        return alive;
    }

    /** Alive, and not standing still. */
    boolean isRunning() {
        return alive && stops == 0;
    }

    /** For how long nothing of it can have run; 0 while it runs. */
    long stillNanos() {
        return isRunning() ? 0 : world.now() - stoodStillSince;
    }

    SimulatedTimers newLoop() {
        return new SimulatedTimers(this);
    }

    /** Lets others call this process by what it implements. */
    <T> void offer(Class<T> port, T service) {
        services.put(port, service);
    }

    /** Null when it offers no such port. */
    <T> T service(Class<T> port) {
        return port.cast(services.get(port));
    }

    /** Runs it now, later when the process stands still, never when it is dead. */
    void run(Runnable task) {
        if (stops > 0) {
            parked.add(task);
        } else if (alive) {
            attempt(task);
        }
    }

    private void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error unexpected) {
            world.violated(host + ": unexpected " + Failures.text(unexpected));
        }
    }

    /** SIGSTOP. */
    void stop() {
        if (stops++ == 0) {
            stoodStillSince = world.now();
        }
    }

    /** SIGCONT. */
    void resume() {
        if (--stops == 0) {
            List<Runnable> due = parked;
            parked = new ArrayList<>();
            due.forEach(task -> world.after(0, () -> run(task)));
        }
    }

    /** SIGKILL. */
    void kill() {
        if (alive) {
            if (stops == 0) {
                stoodStillSince = world.now();
            }
            alive = false;
            parked.clear();
            whenKilled.forEach(Runnable::run);
            whenKilled.clear();
        }
    }

    void whenKilled(Runnable action) {
        whenKilled.add(action);
    }
}
