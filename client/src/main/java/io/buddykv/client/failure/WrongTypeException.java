package io.buddykv.client.failure;

/** The key holds another kind of value than the call is for. */
public final class WrongTypeException extends KVException {
    private static final long serialVersionUID = 1L;

    public WrongTypeException(String message) {
        super(message);
    }
}
