package io.buddykv.topology;

/** A slave in the cluster map. */
public enum SlaveState {
    /** Registered, and answering as far as the master knows. */
    UP,
    /** Terminating: its ranges are handed over, and it is given no new ones. */
    LEAVING,
    /** Down: it has no role until a new incarnation registers, or it answers again. */
    DOWN
}
