package io.buddykv.client.failure;

/** The client was closed before there was an answer; whether a write that was under way happened is not known. */
public final class ClientClosedException extends KVException {
    private static final long serialVersionUID = 1L;

    public ClientClosedException(String message) {
        super(message);
    }
}
