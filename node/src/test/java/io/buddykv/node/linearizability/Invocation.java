package io.buddykv.node.linearizability;

/**
 * One operation of one client in a history.
 *
 * @param invoked when it began; any unit, only the order counts
 * @param returned when its answer came; {@link #NEVER} when the outcome is unknown: it may have happened at any time
 *     after it was invoked, or never
 * @param answer null exactly when the outcome is unknown
 */
public record Invocation(int client, String key, Operation operation, long invoked, long returned, Answer answer) {
    public static final long NEVER = Long.MAX_VALUE;

    public Invocation {
        if (returned < invoked) {
            throw new IllegalArgumentException("returned " + returned + " before invoked " + invoked);
        }
        if ((answer == null) != (returned == NEVER)) {
            throw new IllegalArgumentException("an answer and the time it came belong together");
        }
    }

    public boolean isUnknown() {
        return returned == NEVER;
    }

    /** The same operation with nothing known about how it ended: allows all that this one allows, and more. */
    Invocation forgetOutcome() {
        return new Invocation(client, key, operation, invoked, NEVER, null);
    }

    /** Whether it cannot have changed anything. */
    boolean changedNothing() {
        return operation.isRead() || (!isUnknown() && operation.changedNothing(answer));
    }

    @Override
    public String toString() {
        return isUnknown()
                ? "client %d [%s ..        ?] %s".formatted(client, millis(invoked), operation)
                : "client %d [%s .. %s] %s => %s"
                        .formatted(client, millis(invoked), millis(returned), operation, answer);
    }

    private static String millis(long nanos) {
        return "%8.3f".formatted(nanos / 1e6);
    }
}
