package io.buddykv.node.log;

/** When what was logged goes from the operating system's memory to the disk. */
public enum Fsync {
    /** Before it is confirmed: it survives the loss of power. */
    ALWAYS,
    /** In the background; what is confirmed waits when more than one second of it has not got there. */
    EVERYSEC,
    /** When the operating system likes. Confirmed entries survive the end of the process, not of the machine. */
    NEVER
}
