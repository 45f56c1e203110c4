package io.buddykv.node.slave;

/**
 * Times of a slave's own control loop.
 *
 * @param tickNanos how often it looks after what no event tells
 * @param retryNanos how long it waits before it repeats a report that the map does not show yet
 * @param removalNanos how long a copy may acknowledge nothing before the primary asks the master to take it out (R4)
 */
public record SlaveSettings(long tickNanos, long retryNanos, long removalNanos) {
    private static final long MILLI = 1_000_000;

    /** Fit for the given time of suspicion. */
    public static SlaveSettings of(long suspicionNanos) {
        return new SlaveSettings(10 * MILLI, 100 * MILLI, 2 * suspicionNanos);
    }
}
