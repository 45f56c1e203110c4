package io.buddykv.node.simulation;

import io.buddykv.node.time.TimeSource;

/**
 * The clocks of one machine. Both run a little fast or slow by the same rate. While the machine is suspended its monotonic
 * clock stands still and its wall clock goes on.
 */
final class SimulatedClock implements TimeSource {
    private static final long WALL_MILLIS_AT_START = 1_800_000_000_000L;

    private final SimulatedWorld world;
    private final double rate;
    private final long originNanos;
    private final long wallSkewMillis;
    private long suspendedNanos;
    private long suspendedSince = -1;

    /** @param rate of this clock, 1.0 for one that is right */
    SimulatedClock(SimulatedWorld world, double rate, long wallSkewMillis) {
        this.world = world;
        this.rate = rate;
        this.originNanos = world.between(0, SimulatedWorld.SECOND * 1_000_000);
        this.wallSkewMillis = wallSkewMillis;
    }

    @Override
    public long nanos() {
        long reached = suspendedSince >= 0 ? suspendedSince : world.now();
        return originNanos + (long) ((reached - suspendedNanos) * rate);
    }

    @Override
    public long wallMillis() {
        return WALL_MILLIS_AT_START + wallSkewMillis + (long) (world.now() * rate) / SimulatedWorld.MILLI;
    }

    /** How long this clock takes, in the world's time, to go on by {@code nanos}. */
    long inWorldTime(long nanos) {
        return (long) Math.ceil(nanos / rate);
    }

    void suspend() {
        suspendedSince = world.now();
    }

    void wake() {
        suspendedNanos += world.now() - suspendedSince;
        suspendedSince = -1;
    }
}
