package io.buddykv.client.routing;

import java.util.concurrent.TimeUnit;

/**
 * Decides when a node is asked for a sign of life, and when it counts as dead: it is looked at every {@value #EVERY_MILLIS} ms, and
 * has {@value #SILENCE_MILLIS} ms for an answer, so that one that stands still is left within 425 ms.
 *
 * <p>Two things are not taken for a dead node. A look that comes late shows that the one who looks stood still, and the
 * node gets its time anew. And a node that was left and answers again was only slow: it gets twice the time, up to
 * {@value #LONGEST_SILENCE_MILLIS} ms, until {@value #ANSWERS_IN_TIME} answers in a row came in the time of the beginning. Without that a
 * machine without a free processor would lose every connection as soon as it had it.
 *
 * <p>Time is given in nanoseconds. Confined to one thread.
 */
final class Heartbeats {
    static final long EVERY_MILLIS = 75;
    static final long SILENCE_MILLIS = 350;
    static final long LONGEST_SILENCE_MILLIS = 2_800;
    static final int ANSWERS_IN_TIME = 20;

    private long silenceMillis = SILENCE_MILLIS;
    private int answersInTime;
    private boolean asked;
    private long askedNanos;
    private long lookedNanos;

    /** What a look leads to. */
    enum Verdict {
        /** It is to be asked. */
        ASK,
        /** Its answer is still waited for. */
        WAIT,
        /** It has left the question without an answer for too long. */
        DEAD
    }

    /** A connection to the node has been opened. */
    void begin(long now) {
        asked = false;
        lookedNanos = now;
    }

    Verdict look(long now) {
        boolean stoodStill = now - lookedNanos > TimeUnit.MILLISECONDS.toNanos(2 * EVERY_MILLIS);
        lookedNanos = now;
        if (!asked) {
            asked = true;
            askedNanos = now;
            return Verdict.ASK;
        }
        if (stoodStill) {
            askedNanos = now;
        }
        if (now - askedNanos <= TimeUnit.MILLISECONDS.toNanos(silenceMillis)) {
            return Verdict.WAIT;
        }
        silenceMillis = Math.min(LONGEST_SILENCE_MILLIS, 2 * silenceMillis);
        answersInTime = 0;
        return Verdict.DEAD;
    }

    void answered(long now) {
        asked = false;
        boolean inTime = now - askedNanos <= TimeUnit.MILLISECONDS.toNanos(SILENCE_MILLIS);
        answersInTime = inTime ? answersInTime + 1 : 0;
        if (answersInTime >= ANSWERS_IN_TIME) {
            silenceMillis = SILENCE_MILLIS;
        }
    }

    /** Whether an answer is waited for. */
    boolean isAsked() {
        return asked;
    }
}
