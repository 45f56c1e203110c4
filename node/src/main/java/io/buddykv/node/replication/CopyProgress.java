package io.buddykv.node.replication;

import io.buddykv.topology.Member;

/**
 * One copy of one range as its primary sees it. What changes it holds the range's
 * lock; {@link #link()}, {@link #acknowledged()} and {@link #fate()} may be read by any thread.
 */
final class CopyProgress {
    /** What has become of the requirement that this copy acknowledges. */
    enum Fate {
        /** It has to acknowledge what is waited for. */
        REQUIRED,
        /** The map has taken it out: nothing waits for it any more. */
        RELEASED,
        /** This slave is no longer the primary: the outcome of what waits is unknown. */
        LOST
    }

    /** How far the copy has been brought. */
    enum Phase {
        /** No link, or nothing offered yet. */
        APART,
        /** Offered; its position is awaited. */
        OFFERED,
        /** Gets the records that it missed, read from the log; no others meanwhile. */
        CATCHING_UP,
        /** Being filled by chunks; records go along. */
        FILLING,
        /** All chunks are sent: from here on its acknowledgements are required. */
        FILLED,
        /** In sync: it holds what the primary holds, up to what is under way. */
        STREAMING
    }

    private static final long NO_STREAM = Long.MAX_VALUE;

    final RangeReplica range;
    final Member member;
    private volatile SourceLink link;
    private Phase phase = Phase.APART;
    private boolean inSync;
    private long scanCursor;
    private long sentSequence;
    private long filledSequence;
    private boolean caughtUp;
    /** The newest epoch of which the copy was told that it lists it. */
    private long listedEpoch;
    /** The frame that told so, until it is acknowledged; 0 for none. */
    private long listedPosition;
    /** The epoch in which the map was asked to add it; until that epoch is over it may have been. 0 for none. */
    private long askedEpoch;

    /** It followed in a former tenure of this primary on the same link, and may refuse what was still on its way then. */
    private boolean anew;

    private Proof proofSent;
    private volatile boolean proven;
    private volatile long streamBegins = NO_STREAM;
    private volatile long acknowledged;
    private volatile Fate fate = Fate.REQUIRED;

    CopyProgress(RangeReplica range, Member member, boolean inSync) {
        this.range = range;
        this.member = member;
        this.inSync = inSync;
    }

    SourceLink link() {
        return link;
    }

    Phase phase() {
        return phase;
    }

    boolean isInSync() {
        return inSync;
    }

    /** Whether the map may count it as in sync, for all that is known here. */
    boolean mayBeInSync() {
        return inSync || askedEpoch != 0;
    }

    /**
     * Whether answers wait for this copy's acknowledgement, and reads need its promise. It goes on when the copy is lost
     * after the map was asked to add it (R14): the copy may have been added, and be promoted next.
     */
    boolean isRequired() {
        return mayBeInSync() || phase == Phase.FILLED;
    }

    /** Whether records are sent to it. */
    boolean isFollowing() {
        return phase == Phase.FILLING || phase == Phase.FILLED || phase == Phase.STREAMING;
    }

    /** Whether its promise holds, read at {@code nanos}. */
    boolean holdsPromise(long nanos) {
        return (phase == Phase.STREAMING || phase == Phase.FILLED) && link.leaseHolds(nanos);
    }

    void offeredOn(SourceLink newLink) {
        link = newLink;
        unproven();
        listedPosition = 0;
        streamBegins = NO_STREAM;
        phase = Phase.OFFERED;
    }

    /** It follows nothing any more; what is under way to it is never acknowledged, whatever its link says later. */
    void apart() {
        phase = Phase.APART;
        unproven();
        streamBegins = NO_STREAM;
    }

    /** It is to follow in a new tenure of the same primary. */
    void beginAnew() {
        apart();
        anew = true;
    }

    /** Whether a refusal may be meant for what was sent in the former tenure; said once for each new one. */
    boolean mayRefuseFormerTenure() {
        boolean may = anew && phase == Phase.OFFERED;
        anew = false;
        return may;
    }

    /** A stream begins with the frame at {@code position} of the link, which tells the copy that {@code epoch} lists it. */
    void streamBegins(long position, long epoch) {
        streamBegins = position;
        listedEpoch = epoch;
        listedPosition = 0;
        anew = false;
        unproven();
    }

    /** Whether the copy, which is still to be added, has not been told yet that {@code epoch} lists it. */
    boolean isToBeListed(long epoch) {
        return !inSync && (isFollowing() || phase == Phase.CATCHING_UP) && listedEpoch != epoch;
    }

    /** The frame at {@code position} of its link tells the copy that {@code epoch} lists it. */
    void listed(long epoch, long position) {
        listedEpoch = epoch;
        listedPosition = position;
    }

    /** The copy has acknowledged the frame at {@code position}, and goes on following. */
    void listedAcknowledged(long position) {
        if (position == listedPosition) {
            listedPosition = 0;
        }
    }

    private void unproven() {
        proofSent = null;
        proven = false;
    }

    /** The copy is asked to compare. */
    void proofSent(Proof proof) {
        proofSent = proof;
    }

    boolean isProofSent() {
        return proofSent != null;
    }

    /** What the copy was last asked to compare in its present stream; null when it was not. */
    Proof proof() {
        return proofSent;
    }

    /** It has acknowledged the proof, and not refused it. */
    void agreed() {
        proven = true;
    }

    /** Whether it has been shown in the present stream that it holds what the primary holds; any thread. */
    boolean isProven() {
        return proven;
    }

    /** Whether the frame at {@code position} of its link belongs to its present stream; any thread. */
    boolean isOfStream(long position) {
        return position >= streamBegins;
    }

    void streamingFrom(long sequence) {
        acknowledged = sequence;
        filledSequence = sequence;
        caughtUp = false;
        phase = inSync ? Phase.STREAMING : Phase.FILLED;
    }

    /** It holds everything up to {@code sequence} and gets what follows. */
    void catchingUp(long sequence) {
        acknowledged = sequence;
        sentSequence = sequence;
        caughtUp = false;
        phase = Phase.CATCHING_UP;
    }

    /** Up to where it has been sent what it missed; only while it is catching up. */
    long sentSequence() {
        return sentSequence;
    }

    void sent(long sequence) {
        sentSequence = sequence;
    }

    void filling(long cursor) {
        phase = Phase.FILLING;
        caughtUp = false;
        scanCursor = cursor;
    }

    long scanCursor() {
        return scanCursor;
    }

    void scanned(long cursor) {
        scanCursor = cursor;
    }

    /** From here on its acknowledgements are required, of {@code sequence} and all later ones. */
    void filled(long sequence) {
        phase = Phase.FILLED;
        filledSequence = sequence;
    }

    /** It has acknowledged the end of its filling, and so everything that was in the range by then. */
    void filledAcknowledged() {
        acknowledged = Math.max(acknowledged, filledSequence);
        caughtUp = true;
    }

    /** Whether all that it lacks is a map that makes it an in-sync copy. */
    boolean isCaughtUp() {
        return caughtUp && phase == Phase.FILLED && !inSync && listedPosition == 0;
    }

    /** The map is asked, in this epoch, to add it. */
    void addAsked(long epoch) {
        askedEpoch = epoch;
    }

    /** A map of this epoch does not count it as in sync: what was asked in an earlier one will be refused (M3). */
    void notAdded(long epoch) {
        if (epoch > askedEpoch) {
            askedEpoch = 0;
        }
    }

    void becameInSync() {
        inSync = true;
        if (phase == Phase.FILLED) {
            phase = Phase.STREAMING;
        }
    }

    /** The sequence up to which the copy has acknowledged; any thread. */
    long acknowledged() {
        return acknowledged;
    }

    void acknowledged(long sequence) {
        acknowledged = sequence;
    }

    /** Up to here nothing waits for this copy: what was there before its acknowledgements were required did not. */
    long holdsUpTo() {
        return phase == Phase.FILLED ? Math.max(acknowledged, filledSequence) : acknowledged;
    }

    Fate fate() {
        return fate;
    }

    void end(Fate ending) {
        fate = ending;
    }
}
