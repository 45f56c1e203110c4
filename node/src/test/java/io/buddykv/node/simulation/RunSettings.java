package io.buddykv.node.simulation;

import io.buddykv.node.replication.ReplicationSettings;
import io.buddykv.node.slave.SlaveSettings;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * The shape of one run. Times are the defaults of a cluster, but for those that would make a run long.
 *
 * @param keys over which clients quarrel
 * @param mostClockDrift by which a machine's clocks may be fast or slow, as a fraction
 * @param lostPerMille calls between ports that get lost
 * @param doublePerMille calls that arrive twice
 * @param windowBytes what a connection takes before it counts as not writable
 * @param faults how many things go wrong
 * @param faultNanos for how long things go wrong
 */
record RunSettings(
        int slaves,
        int masters,
        int ranges,
        int buddies,
        int clients,
        int keys,
        double mostClockDrift,
        int lostPerMille,
        int doublePerMille,
        int windowBytes,
        int faults,
        long faultNanos) {
    static final ReplicationSettings REPLICATION = ReplicationSettings.of(
            Duration.ofMillis(300), Duration.ofMillis(30), Duration.ofMillis(120), Duration.ofSeconds(60));

    static final SlaveSettings SLAVE = SlaveSettings.of(REPLICATION.suspicionNanos());
    static final long STALL_NANOS = 100 * SimulatedWorld.MILLI;

    /** A run as the seed would have it. */
    static RunSettings drawnFrom(SplittableRandom random) {
        return new RunSettings(
                3 + random.nextInt(2),
                2,
                16,
                random.nextInt(5) == 0 ? 2 : 1,
                4 + random.nextInt(3),
                4 + random.nextInt(8),
                0.02,
                random.nextInt(3) * 10,
                random.nextInt(3) * 10,
                random.nextBoolean() ? 1 << 20 : 2048,
                3 + random.nextInt(8),
                4 * SimulatedWorld.SECOND);
    }

    /** One where nothing goes wrong but what a test does. */
    static RunSettings calm(int slaves, int buddies) {
        return new RunSettings(slaves, 2, 16, buddies, 4, 8, 0, 0, 0, 1 << 20, 0, 0);
    }
}
