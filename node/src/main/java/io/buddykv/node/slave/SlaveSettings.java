package io.buddykv.node.slave;

/**
 * Times of a slave's own control loop.
 *
 * @param tickNanos how often it looks after what no event tells
 * @param retryNanos how long it waits before it repeats a report that the map does not show yet
 * @param removalNanos how long a copy that answers wait for may acknowledge nothing before the primary asks the master to
 *     take it out (R4)
 * @param withdrawalNanos the same for a joining copy for which nothing waits yet
 */
public record SlaveSettings(long tickNanos, long retryNanos, long removalNanos, long withdrawalNanos) {
    private static final long MILLI = 1_000_000;

    /** A join begins anew when it is withdrawn: a slave that has just started may need longer, and costs nobody anything. */
    private static final int WITHDRAWAL_PER_REMOVAL = 10;

    /** Fit for the given time of suspicion. */
    public static SlaveSettings of(long suspicionNanos) {
        return new SlaveSettings(
                10 * MILLI, 100 * MILLI, 2 * suspicionNanos, WITHDRAWAL_PER_REMOVAL * 2 * suspicionNanos);
    }
}
