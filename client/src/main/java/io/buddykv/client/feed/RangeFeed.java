package io.buddykv.client.feed;

import io.buddykv.protocol.resp.Reply;
import java.util.List;

/**
 * What one listener is told of one key range, wherever that is served: the position from which the next slave goes on.
 * Confined to the loop of feeds.
 */
final class RangeFeed {
    private static final int NOVALUES_ARGUMENTS = 9;

    final int range;
    private final FeedFilter filter;
    private final RangeListener listener;
    private FeedLink link;
    private long id;
    private long notBeforeNanos;
    private boolean begun;
    /** The epoch in which the last record was written that has been told; 0 before the first answer. */
    private long tenure;

    private long sequence;

    RangeFeed(int range, FeedFilter filter, RangeListener listener, long nowNanos) {
        this.range = range;
        this.filter = filter;
        this.listener = listener;
        this.notBeforeNanos = nowNanos;
    }

    /** Who tells it; null for nobody at present. */
    FeedLink link() {
        return link;
    }

    boolean mayBegin(long nowNanos) {
        return link == null && nowNanos - notBeforeNanos >= 0;
    }

    /** Its number on the link. */
    long id() {
        return id;
    }

    void asks(FeedLink newLink, long newId) {
        link = newLink;
        id = newId;
    }

    /** The command by which it begins. */
    byte[][] command() {
        byte[][] arguments = new byte[filter.wantsValues() ? NOVALUES_ARGUMENTS - 1 : NOVALUES_ARGUMENTS][];
        arguments[0] = FeedLink.ascii("KV");
        arguments[1] = FeedLink.ascii("FEED");
        arguments[2] = FeedLink.ascii(id);
        arguments[3] = FeedLink.ascii(range);
        arguments[4] = FeedLink.ascii(tenure);
        arguments[5] = FeedLink.ascii(sequence);
        arguments[6] = FeedLink.ascii(filter.isPrefix() ? "PREFIX" : "KEY");
        arguments[7] = filter.octets();
        if (!filter.wantsValues()) {
            arguments[8] = FeedLink.ascii("NOVALUES");
        }
        return arguments;
    }

    /** The slave tells from here on. */
    void answered(long fromTenure, long fromSequence, boolean goesOn) {
        boolean missed = tenure != 0 && !goesOn;
        tenure = fromTenure;
        sequence = fromSequence;
        if (!begun) {
            begun = true;
            listener.begun(range);
        } else if (missed) {
            listener.missed(range);
        }
    }

    void told(long newTenure, long newSequence, List<Reply> changes) {
        tenure = newTenure;
        sequence = newSequence;
        if (!changes.isEmpty()) {
            listener.changed(range, changes);
        }
    }

    void current(long askedNanos) {
        listener.current(range, askedNanos);
    }

    /** Nobody tells it any more; it may begin anew at the given time. */
    void interrupted(long againNanos) {
        if (link != null) {
            link = null;
            notBeforeNanos = againNanos;
            if (begun) {
                listener.interrupted(range);
            }
        }
    }
}
