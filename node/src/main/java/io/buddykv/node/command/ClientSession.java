package io.buddykv.node.command;

/**
 * One client's connection as commands see it. Confined to the connection's event loop, except what {@link ClientView}
 * offers to other connections.
 */
public interface ClientSession extends ClientView {
    void name(String name);

    void libraryName(String name);

    void libraryVersion(String version);

    /** 2 or 3: the version of RESP in which replies are written from now on. */
    void protocol(int version);

    /** Whether the client may do what needs a password. */
    boolean isAuthenticated();

    void authenticated(boolean trusted);

    /** Which replies the client wants, from the next command on. */
    void replyMode(ReplyMode mode);

    /** Who owns the answers that are kept for this connection's client. */
    void requestOwner(byte[] name);

    /** Every map newer than the one that is known at this moment is announced to the client. */
    void followMap();

    Transaction transaction();

    /** The connection ends as soon as all replies up to the present one have left. */
    void closeAfterReply();

    /** As RESET: no transaction, RESP2, no name, all replies, not authenticated where a password is needed. */
    void reset();

    /** What CLIENT REPLY can ask for. */
    enum ReplyMode {
        ON,
        OFF,
        /** The reply to the command that follows is left out. */
        SKIP_NEXT
    }
}
