package io.buddykv.node.replication;

/**
 * The frames of the replication stream. A frame is a 4-octet length of what follows, one octet of type, and the body;
 * integers are big-endian, see {@link FrameWriter} and {@link Frame}.
 */
enum FrameType {
    /** Copy to source, first: nonce the source must answer with its proof, and the protocol that the copy speaks. */
    CHALLENGE,
    /** Source to copy: who it is, whom it means, its proof, a nonce of its own, and the protocol that it speaks. */
    HELLO,
    /** Copy to source: accepted, with the copy's own proof. */
    WELCOME,
    /** Copy to source: not accepted, with a reason and who the copy is; the link ends. */
    REJECT,
    /** Source to copy: nothing but a sign of life that is to be acknowledged. */
    HEARTBEAT,
    /** Source to copy: this range is about to stream; where is the copy? */
    OFFER,
    /** Copy to source: the copy's position in an offered range. */
    POSITION,
    /** Source to copy: records follow from the position that the copy has told, in an epoch that lists the copy. */
    RESUME,
    /** Source to copy: forget the range's content; chunks and records follow, in an epoch that lists the copy. */
    FILL,
    /** Source to copy: entries of a range being filled. */
    CHUNK,
    /** Source to copy: the range is complete at this position; with what it holds there, which the copy compares. */
    FILLED,
    /** Source to copy: one record. */
    RECORD,
    /**
     * Source to copy: a piece of a record or chunk too large for one frame, with the size of the whole; the last piece is a
     * {@link #RECORD} or {@link #CHUNK}.
     */
    RECORD_PART,
    /** Source to copy, last: the map needs this link no more, so that its end is no sign of anything. */
    GOODBYE,
    /** Copy to source: everything up to a position of this link is applied; also a promise, see R6. */
    ACK,
    /** Copy to source: a range's stream is refused; later acks do not cover it. */
    REFUSAL,
    /** Source to copy: what the range holds at this position, for the copy to compare. */
    PROOF,
    /** Source to copy: a later epoch lists the copy as well, so that no map up to it is a reason to forget. */
    LISTED,
    /** Source to copy: the range has been released to the copy, which succeeds the source before any map says so. */
    RELEASED;

    private static final FrameType[] VALUES = values();

    static FrameType of(int ordinal) {
        if (ordinal < 0 || ordinal >= VALUES.length) {
            throw new MalformedFrameException("unknown frame type " + ordinal);
        }
        return VALUES[ordinal];
    }
}
