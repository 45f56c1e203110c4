package io.buddykv.protocol.command;

import java.util.Locale;

/** The categories that COMMAND INFO and COMMAND LIST sort commands into, in Redis' order. */
public enum AclCategory {
    KEYSPACE,
    READ,
    WRITE,
    SET,
    SORTEDSET,
    LIST,
    HASH,
    STRING,
    BITMAP,
    HYPERLOGLOG,
    GEO,
    STREAM,
    PUBSUB,
    ADMIN,
    FAST,
    SLOW,
    BLOCKING,
    DANGEROUS,
    CONNECTION,
    TRANSACTION,
    SCRIPTING;

    /** As replies spell it: {@code @read}. */
    public String text() {
        return "@" + name().toLowerCase(Locale.ROOT);
    }
}
