package io.buddykv.client.failure;

/** A key or a value is larger than the client or the cluster takes. Nothing happened. */
public final class TooLargeException extends KVException {
    private static final long serialVersionUID = 1L;

    public TooLargeException(String message) {
        super(message);
    }
}
