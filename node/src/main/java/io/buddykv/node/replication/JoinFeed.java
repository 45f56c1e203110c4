package io.buddykv.node.replication;

import io.buddykv.node.store.ChunkReader;
import io.buddykv.node.store.EffectEncoder;
import io.buddykv.node.store.RangeTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the copies behind one link up to date (R13 to R15): a copy that holds a prefix gets the missing records, from
 * memory or by {@link CatchUp} from the log, any other the whole range in chunks read under the range's lock, with new
 * records behind them in the same stream. One range is filled after the other. A few chunks are under way at a time
 * ({@link FillWindow}), and one is read per turn of the event loop, so that clients are served in between.
 *
 * <p>Confined to the link's thread of control.
 */
final class JoinFeed {
    /** Content of one chunk, about; it fits a frame unless a single entry does not. */
    static final int CHUNK_BYTES = 32 * 1024;

    private final SourceLink link;
    private final ReplicationContext context;
    private final CatchUp catchUp;
    private final ArrayDeque<CopyProgress> filling = new ArrayDeque<>();
    private final List<CopyProgress> caughtUp = new ArrayList<>();
    private final List<Listed> listed = new ArrayList<>();
    private final EffectEncoder chunk = new EffectEncoder();
    private long restNanos;
    private boolean scheduled;

    JoinFeed(SourceLink link, ReplicationContext context) {
        this.link = link;
        this.context = context;
        this.catchUp = new CatchUp(link, context, this::fill);
    }

    /** A copy that has acknowledged the frame at {@code position}, by which it was told that a later epoch lists it. */
    private record Listed(CopyProgress copy, long position) {}

    /** The copy has told its position; called under the range's lock. */
    void begin(CopyProgress copy, boolean complete, long tenure, long sequence) {
        RangeReplica range = copy.range;
        boolean prefix = complete && range.history().hasPrefix(tenure, sequence, range.sequence());
        if (prefix && isAtHand(range, sequence)) {
            resume(copy, sequence);
        } else if (copy.mayBeInSync()) {
            copy.apart();
            context.events()
                    .refused(
                            range.index(),
                            range.epoch(),
                            copy.member,
                            "its history (tenure " + tenure + ", sequence " + sequence + ") cannot be continued");
        } else if (!prefix || !catchUp.begin(copy, sequence)) {
            fill(copy);
        }
    }

    private static boolean isAtHand(RangeReplica range, long sequence) {
        return sequence == range.sequence() || range.backlog().reaches(sequence);
    }

    /** The copy gets all of the range; called under the range's lock. */
    private void fill(CopyProgress copy) {
        copy.streamBegins(link.nextPosition(), copy.range.epoch());
        link.fill(copy.range);
        copy.filling(0);
        filling.add(copy);
        schedule();
    }

    private void resume(CopyProgress copy, long sequence) {
        RangeReplica range = copy.range;
        copy.streamBegins(link.nextPosition(), range.epoch());
        link.resume(range, sequence);
        copy.streamingFrom(sequence);
        CatchUp.replay(link, context, copy, sequence);
        if (!copy.isInSync()) {
            link.appendFilled(copy);
        }
    }

    /** The link has acknowledged the frames up to this position. */
    void acknowledged(long position) {
        catchUp.acknowledged(position);
        roomMade();
    }

    /** The link has ended. */
    void closed() {
        catchUp.closed();
    }

    /** The link has acknowledged something, or takes octets again: there may be room for the next chunk. */
    void roomMade() {
        if (!filling.isEmpty()) {
            schedule();
        }
    }

    /** A copy has acknowledged everything up to the end of its filling; {@link #announceCaughtUp} follows. */
    void filledAcknowledged(CopyProgress copy) {
        caughtUp.add(copy);
    }

    /** A copy has acknowledged that a later epoch lists it; {@link #announceCaughtUp} follows. */
    void listedAcknowledged(CopyProgress copy, long position) {
        listed.add(new Listed(copy, position));
    }

    /** Tells of the copies that have caught up; not under the link's lock, because it takes their ranges'. */
    void announceCaughtUp() {
        for (int i = 0; i < caughtUp.size(); i++) {
            CopyProgress copy = caughtUp.get(i);
            RangeReplica range = copy.range;
            range.lock().lock();
            try {
                if (copy.fate() == CopyProgress.Fate.REQUIRED && copy.link() == link) {
                    copy.filledAcknowledged();
                    link.agreed(copy);
                    range.copies().askToAdd(copy, range.epoch());
                }
            } finally {
                range.lock().unlock();
            }
        }
        caughtUp.clear();
        for (int i = 0; i < listed.size(); i++) {
            CopyProgress copy = listed.get(i).copy();
            RangeReplica range = copy.range;
            range.lock().lock();
            try {
                if (copy.fate() == CopyProgress.Fate.REQUIRED && copy.link() == link) {
                    copy.listedAcknowledged(listed.get(i).position());
                    range.copies().askToAdd(copy, range.epoch());
                }
            } finally {
                range.lock().unlock();
            }
        }
        listed.clear();
    }

    private void schedule() {
        if (!scheduled && link.mayFill()) {
            scheduled = true;
            if (restNanos > 0) {
                link.loop().after(restNanos, this::feed);
                restNanos = 0;
            } else {
                link.loop().execute(this::feed);
            }
        }
    }

    private void feed() {
        scheduled = false;
        CopyProgress copy = filling.poll();
        if (copy == null || !link.isOpen()) {
            return;
        }
        long begun = context.nanos();
        chunk.reset();
        boolean bounded = true;
        copy.range.lock().lock();
        try {
            bounded = !copy.range.copies().isAlone();
            if (copy.link() == link
                    && copy.phase() == CopyProgress.Phase.FILLING
                    && copy.fate() == CopyProgress.Fate.REQUIRED
                    && !nextChunk(copy)) {
                filling.addFirst(copy);
            }
        } finally {
            copy.range.lock().unlock();
        }
        link.requestFlush();
        context.figures().filled(chunk.length());
        long now = context.nanos();
        restNanos = context.fillPace().sent(chunk.length(), bounded, now, now - begun);
        roomMade();
    }

    /** Returns whether it was the last one. */
    private boolean nextChunk(CopyProgress copy) {
        RangeReplica range = copy.range;
        long next = new ChunkReader(range.table(), chunk).read(copy.scanCursor(), CHUNK_BYTES);
        if (chunk.length() > 0) {
            link.appendChunk(copy, range.primarySince(), chunk);
        }
        copy.scanned(next);
        if (next != RangeTable.END) {
            return false;
        }
        copy.filled(range.sequence());
        link.appendFilled(copy);
        return true;
    }
}
