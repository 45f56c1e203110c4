package io.buddykv.protocol.message;

import io.buddykv.topology.Member;

/**
 * What a primary says of one copy of one of its ranges.
 *
 * @param epoch the epoch of the range in which the claim was decided; in any other it is refused
 */
public record RangeClaim(int range, long epoch, Member copy, Kind kind) {
    public enum Kind {
        /** The joining copy has acknowledged everything up to the point from which its acknowledgements are required. */
        CAUGHT_UP,
        /** The copy does not acknowledge in time, or has refused: take it out of the in-sync set. */
        REMOVE,
        /** The joining copy failed: withdraw it. */
        WITHDRAW
    }
}
