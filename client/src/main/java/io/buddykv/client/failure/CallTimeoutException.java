package io.buddykv.client.failure;

/** There was no answer before the call's deadline. */
public final class CallTimeoutException extends KVException {
    private static final long serialVersionUID = 1L;

    private final Outcome outcome;

    /** What is known of a call without an answer. */
    public enum Outcome {
        /** It was not sent, or it only reads. */
        NOTHING_HAPPENED,
        /** It is a write that was sent, and it has happened once or not at all. */
        UNKNOWN
    }

    public CallTimeoutException(String message, Outcome outcome) {
        super(message);
        this.outcome = outcome;
    }

    public Outcome outcome() {
        return outcome;
    }
}
