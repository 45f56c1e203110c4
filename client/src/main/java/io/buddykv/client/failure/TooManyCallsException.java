package io.buddykv.client.failure;

/** More calls are under way than the client's bound; the caller is to wait for some of them. Nothing happened. */
public final class TooManyCallsException extends KVException {
    private static final long serialVersionUID = 1L;

    public TooManyCallsException(String message) {
        super(message);
    }
}
