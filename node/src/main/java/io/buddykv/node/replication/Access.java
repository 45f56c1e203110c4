package io.buddykv.node.replication;

/** What a command wants to do to a key range. */
public enum Access {
    READ,
    WRITE
}
