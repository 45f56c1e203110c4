package io.buddykv.node.boot;

import java.util.Locale;

/** What a node process is; its first argument. */
public enum Role {
    /** Serves and copies key ranges. */
    SLAVE,
    /** A candidate for the one active master. */
    MASTER,
    /** A server of the managed ZooKeeper. */
    ZOOKEEPER;

    /** As written on the command line, in logs and in file names. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
