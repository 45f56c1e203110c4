package io.buddykv.node.store;

/**
 * A command would change a range whose writes are held, be it only that a key it asked for has expired. It has had no
 * effect: it is to be run again when the hold is over.
 */
public final class WritesHeldException extends RuntimeException {
    static final WritesHeldException INSTANCE = new WritesHeldException();

    private WritesHeldException() {
        super("writes of this range are held", null, false, false);
    }
}
