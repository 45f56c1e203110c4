package io.buddykv.node.local;

import java.util.concurrent.TimeUnit;

/**
 * When a process that has died is started again. The first time after a moment: a JVM that starts takes all of a small
 * machine's processors, which in that moment belong to the failover. One that dies again and again soon after its start
 * waits twice as long each time.
 *
 * @param early how many times in a row the process died early
 */
record Respawn(int early) {
    /** A life shorter than this is early. */
    static final long EARLY_NANOS = TimeUnit.SECONDS.toNanos(10);

    static final long FIRST_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    static final long LONGEST_DELAY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int MOST_DOUBLINGS = 16;

    static final Respawn FIRST = new Respawn(0);

    /** What is known after a life of {@code lifeNanos} has ended. */
    Respawn afterLifeOf(long lifeNanos) {
        return lifeNanos < EARLY_NANOS ? new Respawn(early + 1) : new Respawn(1);
    }

    /** How long to wait before the next start. */
    long delayNanos() {
        int doublings = Math.min(Math.max(early - 1, 0), MOST_DOUBLINGS);
        return Math.min(LONGEST_DELAY_NANOS, FIRST_DELAY_NANOS << doublings);
    }
}
