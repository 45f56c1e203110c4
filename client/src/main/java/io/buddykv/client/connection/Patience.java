package io.buddykv.client.connection;

/**
 * How long a node may take to accept a connection, and then to say who it is: {@value #FIRST_MILLIS} ms, twice as long after each
 * attempt that it let pass, up to {@value #MOST_MILLIS} ms. A machine without a free processor needs that; one that is gone is
 * given up soon as long as it is new. Safe for any thread.
 */
public final class Patience {
    static final int FIRST_MILLIS = 400;
    static final int MOST_MILLIS = 1_600;

    private volatile int millis = FIRST_MILLIS;

    public int millis() {
        return millis;
    }

    void wasTooShort() {
        millis = Math.min(MOST_MILLIS, 2 * millis);
    }

    void wasLongEnough() {
        millis = FIRST_MILLIS;
    }
}
