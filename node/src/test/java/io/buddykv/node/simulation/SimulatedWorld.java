package io.buddykv.node.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Virtual time, and everything that is to happen in it. One thread; what happens at the same time happens in the order
 * in which it was asked for. The seed is the only source of chance.
 */
final class SimulatedWorld {
    static final long MICRO = 1_000;
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000_000_000;

    private final EventQueue events = new EventQueue();
    private final List<String> violations = new ArrayList<>();
    private final SplittableRandom random;
    private final Trace trace;
    private long now;
    private long executed;
    private long fingerprint;

    SimulatedWorld(long seed, Trace trace) {
        this.random = new SplittableRandom(seed);
        this.trace = trace;
    }

    long now() {
        return now;
    }

    SplittableRandom random() {
        return random;
    }

    /** True so many times in a thousand. */
    boolean chance(int perMille) {
        return perMille > 0 && random.nextInt(1000) < perMille;
    }

    /** From {@code least} to {@code most}, both included. */
    long between(long least, long most) {
        return least + (most > least ? random.nextLong(most - least + 1) : 0);
    }

    void at(long time, Runnable action) {
        events.add(Math.max(time, now), action);
    }

    void after(long delayNanos, Runnable action) {
        at(now + delayNanos, action);
    }

    /** Runs what is to happen until {@code time}; false when it ended before because something is wrong. */
    boolean runUntil(long time) {
        while (violations.isEmpty() && !events.isEmpty() && events.firstTime() <= time) {
            now = events.firstTime();
            executed++;
            fingerprint = fingerprint * 31 + now;
            events.poll().run();
        }
        now = Math.max(now, time);
        return violations.isEmpty();
    }

    boolean isTracing() {
        return trace.isOn();
    }

    /** Notes for the reader of a replayed run. Ask {@link #isTracing()} before a costly text is made. */
    void trace(String text) {
        if (trace.isOn()) {
            trace.note(now, text);
        }
    }

    /** Something that must never happen has happened: the run ends here. */
    void violated(String what) {
        trace("VIOLATION " + what);
        violations.add("at %.3f ms: %s".formatted(now / 1e6, what));
    }

    List<String> violations() {
        return violations;
    }

    long executed() {
        return executed;
    }

    /** The same for two runs exactly when they went the same way, as far as times tell. */
    long fingerprint() {
        return fingerprint;
    }
}
