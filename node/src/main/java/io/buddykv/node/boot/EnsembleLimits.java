package io.buddykv.node.boot;

/** What the managed ZooKeeper grants to its clients; milliseconds. */
public final class EnsembleLimits {
    public static final int TICK_MILLIS = 200;
    public static final int MIN_SESSION_MILLIS = 2 * TICK_MILLIS;
    public static final int MAX_SESSION_MILLIS = 30_000;

    private EnsembleLimits() {}
}
