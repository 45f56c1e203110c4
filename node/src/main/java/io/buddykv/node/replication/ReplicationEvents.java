package io.buddykv.node.replication;

import io.buddykv.topology.Member;

/**
 * What replication tells the slave it belongs to. Called on any thread of control, sometimes under a range's lock: the
 * receiver only takes a note and hops to its own.
 */
public interface ReplicationEvents {
    /** A copy, or the source of a stream, gives no sign of life; {@code suspect} may be down. */
    void silent(Member suspect, String reason);

    /** Another slave was refused, or refused this one, because it speaks another protocol; it lives. */
    default void foreign(Member other, int protocol) {}

    /** A link to a copy has been accepted by it: its ranges may be offered. */
    void opened(SourceLink link);

    /** A link to a copy has ended or could not be opened. */
    void closed(SourceLink link, String reason);

    /** A copy does not follow this range's stream: the master has to take it out. */
    void refused(int range, long epoch, Member copy, String reason);

    /** A joining copy has acknowledged everything up to the position from which its acks are required (R14). */
    void caughtUp(int range, long epoch, Member copy);

    /** A copy has agreed that it holds what its primary holds. */
    default void agreed(int range, Member copy, Proof proof) {}

    /** The primary has released a range to this slave, which is to succeed it. */
    void released(int range);

    /** A held range has been drained and released: this slave answers for it no more (R16). */
    void drained(int range, long epoch, long sequence);

    /**
     * Writes of a range are no longer held for a hand-over.
     *
     * @param handedOver whether another slave is primary now; false when the hand-over was called off
     * @param nanos how long they were held, until what ended it was known here
     */
    default void held(int range, boolean handedOver, long nanos) {}

    /** The map makes this slave primary of a range that it does not hold completely. */
    void notHeld(int range, long epoch);
}
