package io.buddykv.node.port.resp;

import io.buddykv.node.replication.ChangeFeed;
import io.buddykv.node.replication.ChangeFeed.Told;
import io.buddykv.node.replication.FeedPosition;
import io.buddykv.node.time.Timers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tells the clients of one event loop of the changes that they watch. While there are any, it looks every
 * {@value #LOOK_NANOS} ns at the ranges that something has happened to; nothing is handed from thread to thread but the
 * mark that it has. Confined to its event loop, except {@link #changed}.
 *
 * <p>What a client does not take is not kept for it: it is told no more while {@link PushTarget#hasRoom} denies it, and when
 * it goes on, either what follows is still in the range's backlog, or it is told that it has fallen behind.
 */
final class Watchers implements ChangeFeed.Listener {
    /** Feeds of one connection. */
    static final int MOST_OF_ONE = 16 * 1024;

    private static final long LOOK_NANOS = 2_000_000;
    /** Octets for one watcher at a time, under the range's lock. */
    private static final int TURN_BYTES = 64 * 1024;

    /** Octets of all that one client is told at a time. */
    private static final int MOST_BYTES = 1024 * 1024;

    private static final int MOST_RANGES = 4096;

    private final Timers loop;
    private final CommandGate gate;
    private final FeedWriter writer = new FeedWriter();
    private final Map<Integer, List<Watcher>> byRange = new HashMap<>();
    private final AtomicLongArray changed = new AtomicLongArray(MOST_RANGES / Long.SIZE);
    private boolean looking;

    Watchers(Timers loop, CommandGate gate) {
        this.loop = loop;
        this.gate = gate;
    }

    @Override
    public void changed(int range) {
        int word = range / Long.SIZE;
        long bit = 1L << range;
        if ((changed.getPlain(word) & bit) == 0) {
            changed.getAndUpdate(word, bits -> bits | bit);
        }
    }

    /**
     * Begins to tell; under the range's lock, when the range has let a read in.
     *
     * @param wanted where to go on; null for here
     */
    FeedPosition begin(
            Session session, long id, int range, FeedFilter filter, boolean wantsValues, FeedPosition wanted) {
        FeedPosition[] from = new FeedPosition[1];
        gate.onFeed(range, (feed, nanos) -> from[0] = feed.begin(this, wanted));
        Watcher watcher = new Watcher(session, id, range, filter, wantsValues, from[0]);
        session.watch(watcher);
        byRange.computeIfAbsent(range, key -> new ArrayList<>()).add(watcher);
        changed(range);
        if (!looking) {
            looking = true;
            loop.after(LOOK_NANOS, this::look);
        }
        return from[0];
    }

    void end(Watcher watcher) {
        watcher.session.watchers().remove(watcher.id);
        List<Watcher> others = byRange.get(watcher.range);
        others.remove(watcher);
        if (others.isEmpty()) {
            byRange.remove(watcher.range);
            gate.onFeed(watcher.range, (feed, nanos) -> feed.remove(this));
        }
    }

    void endAll(Session session) {
        List.copyOf(session.watchers().values()).forEach(this::end);
    }

    /**
     * Tells a client everything that is acknowledged by now.
     *
     * @param octets where that is written
     * @return the feeds that have nothing more to tell, of ranges that this slave could read from at this moment
     */
    List<Long> current(Session session, ByteBuf octets) {
        List<Long> current = new ArrayList<>();
        for (Watcher watcher : List.copyOf(session.watchers().values())) {
            tell(watcher, octets);
            boolean toldAll = watcher.lastTold == Told.ALL || watcher.lastTold == Told.UNACKNOWLEDGED;
            if (toldAll && isServed(watcher.range)) {
                current.add(watcher.id);
                if (watcher.toldSequence < watcher.cursor.sequence()) {
                    writer.position(watcher, 0);
                }
            }
        }
        return current;
    }

    private boolean isServed(int range) {
        boolean[] served = new boolean[1];
        gate.onFeed(range, (feed, nanos) -> served[0] = feed.isCurrent(nanos));
        return served[0];
    }

    private void look() {
        for (int word = 0; word < changed.length(); word++) {
            long bits = changed.get(word) == 0 ? 0 : changed.getAndSet(word, 0);
            for (; bits != 0; bits &= bits - 1) {
                tell(word * Long.SIZE + Long.numberOfTrailingZeros(bits));
            }
        }
        looking = !byRange.isEmpty();
        if (looking) {
            loop.after(LOOK_NANOS, this::look);
        }
    }

    private void tell(int range) {
        List<Watcher> watchers = byRange.get(range);
        if (watchers == null) {
            return;
        }
        boolean more = false;
        for (Watcher watcher : List.copyOf(watchers)) {
            ByteBuf octets = Unpooled.buffer();
            tell(watcher, octets);
            if (octets.isReadable()) {
                watcher.session.pushes().push(octets);
            }
            more |= watcher.lastTold != Told.ALL;
        }
        if (more) {
            changed(range);
        }
    }

    private void tell(Watcher watcher, ByteBuf octets) {
        int most = octets.readableBytes() + TURN_BYTES;
        if (most > MOST_BYTES || !watcher.session.pushes().hasRoom()) {
            watcher.lastTold = Told.MORE;
            return;
        }
        writer.to(octets);
        gate.onFeed(
                watcher.range,
                (feed, nanos) -> watcher.lastTold = feed.tell(this, watcher.cursor, record -> {
                    writer.record(watcher, record);
                    return octets.readableBytes() < most;
                }));
        if (watcher.lastTold == Told.GAP) {
            writer.end(watcher, "behind");
        } else if (watcher.lastTold == Told.ELSEWHERE) {
            writer.end(watcher, "moved");
        }
        if (watcher.lastTold == Told.GAP || watcher.lastTold == Told.ELSEWHERE) {
            end(watcher);
        }
    }
}
