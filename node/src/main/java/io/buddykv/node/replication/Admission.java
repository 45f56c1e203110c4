package io.buddykv.node.replication;

/** Whether a key range lets a command in, decided under its lock at one reading of the monotonic clock. */
public enum Admission {
    /** This slave is the primary and every promise it needs holds: execute. */
    SERVE,
    /** This slave is the primary but must not answer at present (hand-over, promise to wait out, lease lapsed): try again soon. */
    HOLD,
    /** Another slave is the primary: the map says who. */
    MOVED,
    /** Nobody serves the range. */
    DOWN
}
