package io.buddykv.node.local;

import java.util.concurrent.TimeUnit;

/**
 * When a process that has died is started again. The first time at once, because a failure is over only with the
 * respawn; one that dies again and again soon after its start waits twice as long each time.
 *
 * @param early how many times in a row the process died early
 */
record Respawn(int early) {
    /** A life shorter than this is early. */
    static final long EARLY_NANOS = TimeUnit.SECONDS.toNanos(10);

    static final long FIRST_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    static final long LONGEST_DELAY_NANOS = TimeUnit.SECONDS.toNanos(10);

    static final Respawn FIRST = new Respawn(0);

    /** What is known after a life of {@code lifeNanos} has ended. */
    Respawn afterLifeOf(long lifeNanos) {
        return lifeNanos < EARLY_NANOS ? new Respawn(early + 1) : new Respawn(1);
    }

    /** How long to wait before the next start. */
    long delayNanos() {
        if (early <= 1) {
            return 0;
        }
        int doublings = Math.min(early - 2, 16);
        return Math.min(LONGEST_DELAY_NANOS, FIRST_DELAY_NANOS << doublings);
    }
}
