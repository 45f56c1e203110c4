package io.buddykv.protocol.command;

import java.util.Locale;

/** What a command does and where it may run, in the order in which COMMAND INFO lists it. */
public enum CommandFlag {
    /** Changes data. */
    WRITE,
    /** Reads data and changes nothing. */
    READONLY,
    /** May make data grow: refused when memory is full. */
    DENYOOM,
    MODULE,
    /** For administrators. */
    ADMIN,
    PUBSUB,
    /** Not from scripts. */
    NOSCRIPT,
    /** May hold up the client. */
    BLOCKING,
    /** Also while a node is loading and serves no data. */
    LOADING,
    /** Also where a node cannot tell how old its data are. */
    STALE,
    SKIP_MONITOR,
    SKIP_SLOWLOG,
    ASKING,
    /** Takes constant or logarithmic time. */
    FAST,
    /** Also before the client has authenticated. */
    NO_AUTH,
    MAY_REPLICATE,
    NO_MANDATORY_KEYS,
    NO_ASYNC_LOADING,
    /** Not inside MULTI. */
    NO_MULTI,
    MOVABLEKEYS,
    ALLOW_BUSY;

    /** As replies spell it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    long bit() {
        return 1L << ordinal();
    }
}
