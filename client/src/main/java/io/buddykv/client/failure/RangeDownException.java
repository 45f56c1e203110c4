package io.buddykv.client.failure;

/** No copy of the key's range is alive; the cluster serves it again when one returns. Nothing happened. */
public final class RangeDownException extends KVException {
    private static final long serialVersionUID = 1L;

    public RangeDownException(String message) {
        super(message);
    }
}
