package io.buddykv.node.slave;

/**
 * When a registration that failed is tried again: at first soon, then half as often each time, up to a bound; soon again
 * when there is another master. Why it failed is news once, until it fails for another reason.
 */
final class RegistrationRetry {
    private static final int MOST_DOUBLINGS = 3;

    private final long firstNanos;
    private int failures;
    private String reason = "";

    RegistrationRetry(long firstNanos) {
        this.firstNanos = firstNanos;
    }

    /** Takes notice of a failure; whether its reason is news. */
    boolean failed(String newReason) {
        boolean news = !reason.equals(newReason);
        failures++;
        reason = newReason;
        return news;
    }

    /** How long to wait after the last failure. */
    long delayNanos() {
        return firstNanos << Math.min(Math.max(failures - 1, 0), MOST_DOUBLINGS);
    }

    /** It succeeded, or there is somebody else to ask. */
    void beginAnew() {
        failures = 0;
        reason = "";
    }
}
