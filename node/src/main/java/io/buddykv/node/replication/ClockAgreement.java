package io.buddykv.node.replication;

import io.buddykv.node.time.TimeSource;
import java.util.concurrent.TimeUnit;

/**
 * Watches whether wall clock and monotonic clock go on together. A machine that was suspended may find its monotonic
 * clock where it left it while the world has gone on: then no promise counted by it can be relied upon (R6). After a jump
 * leases are void for as long as the longest one that can have been granted before. A wall clock that is slewed is followed:
 * what it moves in a second is no jump, however much that becomes in a day.
 *
 * <p>Thread-safe: readers on several event loops, whose readings may be a little apart.
 */
final class ClockAgreement {
    /** Two readings this close together were not torn apart by the scheduler. */
    private static final long CALM_NANOS = 1_000_000;

    private static final int ATTEMPTS = 5;

    /** How often the wall clock is followed, at most; and never twice within a lease, so that small jumps in it add up. */
    private static final long FOLLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TimeSource time;
    private final long leaseNanos;
    private final long followNanos;
    private final long toleranceMillis;
    private volatile long offsetMillis;
    private volatile long followedNanos;
    private volatile long voidUntilNanos;
    private volatile boolean jumped;

    ClockAgreement(TimeSource time, ReplicationSettings settings) {
        this.time = time;
        this.leaseNanos = settings.leaseNanos();
        this.followNanos = Math.max(FOLLOW_NANOS, 2 * leaseNanos);
        this.toleranceMillis = TimeUnit.NANOSECONDS.toMillis(settings.driftMarginNanos());
        this.followedNanos = time.nanos();
        this.offsetMillis = offset(followedNanos, time.wallMillis());
    }

    /** Looks at one pair of readings, taken one right after the other. */
    void observe(long nanos, long wallMillis) {
        long offset = offset(nanos, wallMillis);
        if (Math.abs(offset - offsetMillis) > toleranceMillis || nanos - followedNanos > followNanos) {
            measureAgain();
        }
    }

    /** A thread may have stood still between its two readings: only readings close together prove a jump. */
    private synchronized void measureAgain() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long before = time.nanos();
            long wallMillis = time.wallMillis();
            long after = time.nanos();
            if (after - before < CALM_NANOS || attempt == ATTEMPTS - 1) {
                long offset = offset(after, wallMillis);
                if (Math.abs(offset - offsetMillis) > toleranceMillis) {
                    voidUntilNanos = after + leaseNanos;
                    jumped = true;
                    offsetMillis = offset;
                } else if (after - followedNanos > followNanos) {
                    offsetMillis = offset;
                    followedNanos = after;
                }
                return;
            }
        }
    }

    /** Whether leases may be relied upon at {@code nanos}. */
    boolean holds(long nanos) {
        return !jumped || nanos - voidUntilNanos >= 0;
    }

    private static long offset(long nanos, long wallMillis) {
        return wallMillis - TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
