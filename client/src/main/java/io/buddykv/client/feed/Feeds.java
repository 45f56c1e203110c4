package io.buddykv.client.feed;

import io.buddykv.client.connection.Identity;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.SlaveEntry;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Everything that this client is told of changes: has each feed told by the slave that the newest map names, from slave to
 * slave as the map changes. Confined to one event loop, on which listeners are called; what they take too long for, the
 * slaves do not keep, and say so.
 */
public final class Feeds {
    /** How often a slave is asked whether it has told everything. */
    public static final long CHECK_MILLIS = 100;

    private static final long LOOK_MILLIS = 10;

    private final Supplier<ClusterMap> map;
    private final Identity identity;
    private final EventLoop loop;
    private final Map<RangeListener, List<RangeFeed>> feeds = new LinkedHashMap<>();
    private final Map<RangeListener, FeedFilter> unplaced = new LinkedHashMap<>();
    private final Map<Member, FeedLink> links = new HashMap<>();
    private boolean looking;
    private boolean closed;

    /** @param map the newest map known; null before the first */
    public Feeds(Supplier<ClusterMap> map, Identity identity, EventLoop loop) {
        this.map = map;
        this.identity = identity;
        this.loop = loop;
    }

    /** The loop on which listeners are called. */
    public EventLoop loop() {
        return loop;
    }

    /** The listener is told of changes, from {@link RangeListener#begun} of each range on; any thread. */
    public void begin(FeedFilter filter, RangeListener listener) {
        onLoop(() -> {
            if (!closed) {
                unplaced.put(listener, filter);
                look();
            }
        });
    }

    /** How many ranges such keys can be in; on the loop of feeds, once a listener has begun. */
    public int ranges(FeedFilter filter) {
        return (int) filter.ranges(map.get().keyRanges()).count();
    }

    /** The listener is told nothing any more; any thread. */
    public void end(RangeListener listener) {
        onLoop(() -> {
            unplaced.remove(listener);
            for (RangeFeed feed : feeds.getOrDefault(listener, List.of())) {
                if (feed.link() != null) {
                    feed.link().end(feed);
                }
            }
            feeds.remove(listener);
        });
    }

    /** Ends everything; any thread. */
    public void close() {
        onLoop(() -> {
            closed = true;
            unplaced.clear();
            feeds.clear();
            links.values().forEach(link -> link.close("the client is closed"));
        });
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            closed = true; // With the client's loops all its feeds have ended.
        }
    }

    private void look() {
        ClusterMap newest = map.get();
        if (newest != null) {
            place(newest);
            for (RangeFeed feed : feeds.values().stream().flatMap(List::stream).toList()) {
                follow(feed, newest);
            }
            links.values().removeIf(FeedLink::isClosed);
            for (FeedLink link : List.copyOf(links.values())) {
                if (link.isIdle()) {
                    link.close("nothing is told on it any more");
                }
            }
        }
        lookSoon();
    }

    private void lookSoon() {
        boolean wanted = !closed && !(feeds.isEmpty() && unplaced.isEmpty() && links.isEmpty());
        if (wanted && !looking) {
            looking = true;
            loop.schedule(
                    () -> {
                        looking = false;
                        look();
                    },
                    LOOK_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    private void place(ClusterMap newest) {
        long now = System.nanoTime();
        unplaced.forEach((listener, filter) -> {
            List<RangeFeed> placed = new ArrayList<>();
            filter.ranges(newest.keyRanges()).forEach(range -> placed.add(new RangeFeed(range, filter, listener, now)));
            feeds.put(listener, placed);
        });
        unplaced.clear();
    }

    private void follow(RangeFeed feed, ClusterMap newest) {
        Member primary = newest.range(feed.range).primary();
        FeedLink present = feed.link();
        if (present != null && !present.member().equals(primary)) {
            present.end(feed);
        }
        SlaveEntry slave = primary == null ? null : newest.slave(primary.number());
        if (slave != null && slave.member().equals(primary) && feed.mayBegin(System.nanoTime())) {
            link(slave, newest.clusterId()).begin(feed);
        }
    }

    private FeedLink link(SlaveEntry slave, String clusterId) {
        FeedLink known = links.get(slave.member());
        if (known != null && !known.isClosed()) {
            return known;
        }
        FeedLink fresh = new FeedLink(slave, clusterId, identity, loop);
        links.put(slave.member(), fresh);
        fresh.open();
        return fresh;
    }
}
