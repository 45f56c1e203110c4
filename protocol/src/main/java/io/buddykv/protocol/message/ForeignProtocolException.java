package io.buddykv.protocol.message;

/** Another node answered, in a protocol that this one does not speak: it lives, and nothing else is known of it. */
public final class ForeignProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int theirs;

    /** @param where the node is */
    public ForeignProtocolException(String where, int theirs) {
        super(where + " speaks protocol " + theirs + ", this node " + ProtocolVersion.CURRENT, null, false, false);
        this.theirs = theirs;
    }

    public int theirs() {
        return theirs;
    }
}
