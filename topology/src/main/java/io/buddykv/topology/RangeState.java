package io.buddykv.topology;

/** What the map wants of a key range's primary. */
public enum RangeState {
    /** The primary serves. */
    SERVING,
    /** The primary holds writes, drains, and sends its release for the hand-over's target. */
    HANDING_OVER,
    /** No in-sync copy is alive: nobody serves until one returns. */
    DOWN
}
