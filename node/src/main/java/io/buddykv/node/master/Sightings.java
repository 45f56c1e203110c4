package io.buddykv.node.master;

import io.buddykv.topology.Member;

/** What the planner may know besides the map: how long things have been as they are, and who has just been heard. */
interface Sightings {
    /** Whether the member has answered this master just now, so that an in-sync set may shrink around it. */
    boolean justAnswered(Member member);

    /** How long the range has been short of copies; 0 when it is not. */
    long shortNanos(int range);

    /** How long the range has been in its present hand-over; 0 when it is in none. */
    long handOverNanos(int range);

    /** Whether a new hand-over may be tried, a little while after the last was cancelled. */
    boolean mayHandOver(int range);

    /** How long ago a copy last began to join; {@link Long#MAX_VALUE} when none has. */
    long joinedAgoNanos();

    /** How long ago a hand-over last began; {@link Long#MAX_VALUE} when none has. */
    long handedOverAgoNanos();

    /** Whether the slave may join the range, a little while after its copy was taken out. */
    boolean mayJoin(int range, int number);

    /** Whether this life of a slave, which is down and still the newest, has certainly ended. */
    boolean provenGone(Member member);

    /** How long the first boot has waited since a slave has registered; 0 when none has. */
    long bootNanos();
}
