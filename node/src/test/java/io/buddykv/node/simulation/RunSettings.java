package io.buddykv.node.simulation;

import io.buddykv.node.log.Fsync;
import io.buddykv.node.replication.ReplicationSettings;
import io.buddykv.node.slave.SlaveSettings;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The shape of one run. Times are the defaults of a cluster, but for those that would make a run long.
 *
 * @param keys over which clients quarrel
 * @param fsync how slaves write down what they hold; null when they keep it in memory only
 */
record RunSettings(
        int slaves, int masters, int ranges, int buddies, int clients, int keys, Trouble trouble, Fsync fsync) {
    static final ReplicationSettings REPLICATION = ReplicationSettings.of(
            Duration.ofMillis(300), Duration.ofMillis(30), Duration.ofMillis(120), Duration.ofSeconds(60));

    static final SlaveSettings SLAVE = SlaveSettings.of(REPLICATION.suspicionNanos());
    static final long STALL_NANOS = 100 * SimulatedWorld.MILLI;

    /**
     * What goes wrong in a run.
     *
     * @param mostClockDrift by which a machine's clocks may be fast or slow, as a fraction
     * @param lostPerMille calls between ports that get lost
     * @param doublePerMille calls that arrive twice
     * @param windowBytes what a connection takes before it counts as not writable
     * @param kinds what may go wrong besides
     * @param faults how many of these do
     * @param faultNanos for how long things go wrong
     */
    record Trouble(
            double mostClockDrift,
            int lostPerMille,
            int doublePerMille,
            int windowBytes,
            List<Faults.Kind> kinds,
            int faults,
            long faultNanos) {
        Trouble withUnreliableCalls(int lost, int doubled) {
            return new Trouble(mostClockDrift, lost, doubled, windowBytes, kinds, faults, faultNanos);
        }

        /** A network that only delays, and nothing that goes wrong by itself. */
        Trouble calmed() {
            return new Trouble(mostClockDrift, 0, 0, 1 << 20, List.of(), 0, faultNanos);
        }
    }

    /** A run as the seed would have it. */
    static RunSettings drawnFrom(SplittableRandom random, List<Faults.Kind> kinds) {
        return new RunSettings(
                3 + random.nextInt(2),
                2,
                16,
                random.nextInt(5) == 0 ? 2 : 1,
                4 + random.nextInt(3),
                4 + random.nextInt(8),
                new Trouble(
                        0.02,
                        random.nextInt(3) * 10,
                        random.nextInt(3) * 10,
                        random.nextBoolean() ? 1 << 20 : 2048,
                        kinds,
                        3 + random.nextInt(7),
                        3 * SimulatedWorld.SECOND),
                null);
    }

    RunSettings withBuddies(int wanted) {
        return new RunSettings(wanted + 2, masters, ranges, wanted, clients, keys, trouble, fsync);
    }

    RunSettings withUnreliableCalls(int lost, int doubled) {
        return with(trouble.withUnreliableCalls(lost, doubled));
    }

    /** A network that only delays, and nothing that goes wrong by itself. */
    RunSettings calm() {
        return with(trouble.calmed());
    }

    private RunSettings with(Trouble other) {
        return new RunSettings(slaves, masters, ranges, buddies, clients, keys, other, fsync);
    }

    RunSettings storedWith(Fsync policy) {
        return new RunSettings(slaves, masters, ranges, buddies, clients, keys, trouble, policy);
    }

    boolean isStored() {
        return fsync != null;
    }
}
