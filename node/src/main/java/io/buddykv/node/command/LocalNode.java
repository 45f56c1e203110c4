package io.buddykv.node.command;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;

/** This node among the others, as its clients see it. Safe for any thread. */
public interface LocalNode {
    /** The newest map known; null before the first. */
    ClusterMap map();

    /** This slave as maps name it; null on a master, and before a slave has its number. */
    Member self();

    /** Where clients reach this node. */
    String host();

    int clientPort();
}
