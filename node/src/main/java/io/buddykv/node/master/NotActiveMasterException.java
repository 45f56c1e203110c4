package io.buddykv.node.master;

/** This master is not the active one, or stopped being it before it could answer: ask again, and ask who is. */
public final class NotActiveMasterException extends RuntimeException {
    public NotActiveMasterException(String reason) {
        super(reason, null, false, false);
    }
}
