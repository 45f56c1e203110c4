package io.buddykv.node.time;

/** The two clocks of a machine. Nothing in the node reads time from anywhere else. */
public interface TimeSource {
    /** Monotonic nanoseconds from an arbitrary origin; only differences mean anything. */
    long nanos();

    /** Milliseconds since 1970-01-01T00:00Z; may jump. */
    long wallMillis();

    /** The machine's own clocks. */
    static TimeSource system() {
        return SystemTimeSource.INSTANCE;
    }
}
