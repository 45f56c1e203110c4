package io.buddykv.node.master;

/** The active master refuses; the text says why and what would help. */
public final class RefusedException extends RuntimeException {
    public RefusedException(String reason) {
        super(reason, null, false, false);
    }
}
