package io.buddykv.node.replication;

import io.buddykv.topology.Member;

/**
 * The stream that a copy follows, and what has been promised to the sources it followed. Guarded by the range's lock.
 */
final class StreamIn {
    private SinkLink link;
    private boolean promised;
    private long promisedUntilNanos;

    void begin(SinkLink newLink, long nanos) {
        if (link != newLink) {
            end(null, nanos);
        }
        link = newLink;
    }

    /**
     * Ends it, with a refusal to the source when one is owed; the promise given so far goes on. The refusal waits until it
     * is sent: {@link RangeSet#sendRefusals}.
     */
    void end(Promise.Refusal refusal, long nanos) {
        if (link == null) {
            return;
        }
        long until = link.promise().end(refusal, nanos);
        promisedUntilNanos = promisedUntil(until);
        promised = true;
        link = null;
    }

    /** When every promise that was given for the range has ended: at {@code nanos}, or later. */
    long promisedUntil(long nanos) {
        return promised && promisedUntilNanos - nanos > 0 ? promisedUntilNanos : nanos;
    }

    boolean isActive() {
        return link != null;
    }

    boolean isOf(SinkLink candidate) {
        return link == candidate && link != null;
    }

    boolean isFrom(Member source) {
        return link != null && link.source().equals(source);
    }
}
