package io.buddykv.node.command;

/**
 * What others may know about a client's connection, and do to it: CLIENT LIST and CLIENT KILL. May be called from any
 * thread; what it says may be a moment old.
 */
public interface ClientView {
    /** The connection's id, unique in this process. */
    long id();

    /** Host and port of the peer. */
    String address();

    /** Host and port of this end. */
    String localAddress();

    /** As given by CLIENT SETNAME; empty where there is none. */
    String name();

    String libraryName();

    String libraryVersion();

    /** 2 or 3. */
    int protocol();

    long ageMillis();

    long idleMillis();

    /** Commands queued by MULTI; -1 outside of a transaction. */
    int queuedCommands();

    int watchedKeys();

    /** Octets received that are no complete command yet, or wait to be executed. */
    int inputBytes();

    /** Octets of replies that have not left. */
    long outputBytes();

    /** The full name of the command it sent last, in lower case; null before the first. */
    String lastCommand();

    /** Whether it ends once its replies have left. */
    boolean isClosing();

    /** Ends the connection. */
    void kill();
}
