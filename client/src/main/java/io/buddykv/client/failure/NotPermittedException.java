package io.buddykv.client.failure;

/** The password is missing or wrong, or the client may not do this. */
public final class NotPermittedException extends KVException {
    private static final long serialVersionUID = 1L;

    public NotPermittedException(String message) {
        super(message);
    }
}
