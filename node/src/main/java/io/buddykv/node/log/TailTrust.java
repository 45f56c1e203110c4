package io.buddykv.node.log;

/** What may be believed of the last segment's end, after the way in which the process before this one ended. */
public enum TailTrust {
    /** The machine has been up since: all that was written is there, and a gap in it is damage. */
    WRITTEN,
    /** The machine has gone down: of what was not durable, everything behind the first gap is the tail. */
    GAPLESS,
    /** An fsync has failed: only what an earlier one had made durable. */
    DURABLE
}
