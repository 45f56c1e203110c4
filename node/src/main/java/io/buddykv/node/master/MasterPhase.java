package io.buddykv.node.master;

/** What a master is doing. */
public enum MasterPhase {
    /** Another master is active, or none can be sure to be. */
    STANDING_BY,
    /** Elected: reads the map, asks the slaves what they know, and writes its term. */
    TAKING_OVER,
    /** Keeps the map. */
    ACTIVE,
    /** Ended. */
    CLOSED
}
