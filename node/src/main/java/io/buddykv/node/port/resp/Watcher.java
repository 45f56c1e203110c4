package io.buddykv.node.port.resp;

import io.buddykv.node.replication.ChangeFeed;
import io.buddykv.node.replication.FeedCursor;
import io.buddykv.node.replication.FeedPosition;

/** One feed that one client has asked for: of one key range, from a position on. Confined to its event loop. */
final class Watcher {
    final Session session;
    final long id;
    final int range;
    final FeedFilter filter;
    final boolean wantsValues;
    final FeedCursor cursor;
    /** Up to here the client has been told, be it that nothing of this was for it. */
    long toldSequence;

    ChangeFeed.Told lastTold = ChangeFeed.Told.MORE;

    Watcher(Session session, long id, int range, FeedFilter filter, boolean wantsValues, FeedPosition from) {
        this.session = session;
        this.id = id;
        this.range = range;
        this.filter = filter;
        this.wantsValues = wantsValues;
        this.cursor = new FeedCursor(from);
        this.toldSequence = from.sequence();
    }
}
