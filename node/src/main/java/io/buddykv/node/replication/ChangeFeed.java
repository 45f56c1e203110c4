package io.buddykv.node.replication;

import io.buddykv.node.log.RecordBacklog;
import java.util.Arrays;

/**
 * What those who watch a range are told: every record, in order, once no answer waits for it any more (R2), from the
 * backlog. There is one while somebody watches and this slave serves the range. Nothing is kept for anybody: who has
 * fallen behind the backlog is told so. Guarded by the range's lock.
 *
 * <p>A position is good on every slave that serves the range later: only acknowledged records are told, and these are
 * part of every later history, unless the range was lost or has begun anew; then the histories differ, and it is told.
 */
public final class ChangeFeed {
    private static final Listener[] NOBODY = {};
    private static final int MARKS = 64;

    private final RangeReplica range;
    private final LogMarks marks = new LogMarks(MARKS);
    private Listener[] listeners = NOBODY;

    ChangeFeed(RangeReplica range) {
        this.range = range;
        marks.add(range.sequence(), range.logPosition());
    }

    /** Hears that there may be something to tell. Called by any thread that holds the range's lock; must be quick. */
    public interface Listener {
        void changed(int range);
    }

    /** Takes the records of one telling. */
    public interface Reader {
        /** False when this was enough for now. The record's octets are good during the call. */
        boolean record(FeedCursor record);
    }

    /** How telling has ended for now. */
    public enum Told {
        /** Everything there is. */
        ALL,
        /** Some records are not acknowledged yet. */
        UNACKNOWLEDGED,
        /** More could be told; the reader had enough. */
        MORE,
        /** What follows the position is not here any more. */
        GAP,
        /** This slave does not serve the range any more. */
        ELSEWHERE
    }

    /** Whether the range could answer a read now: what has been told is all there is to know then. */
    public boolean isCurrent(long nanos) {
        return range.admit(Access.READ, nanos) == Admission.SERVE;
    }

    /**
     * The listener hears of changes from now on. The range has let a read in.
     *
     * @param wanted where to go on; null for here
     * @return where it goes on: as wanted, where all that follows is still here; else behind the last record, which may
     *     not be acknowledged yet
     */
    public FeedPosition begin(Listener listener, FeedPosition wanted) {
        boolean first = listeners.length == 0;
        if (first && range.backlog().lastSequence() != range.sequence()) {
            range.backlog().reset(range.sequence()); // A slave without others keeps none.
        }
        FeedPosition from = wanted != null && continues(wanted)
                ? wanted
                : new FeedPosition(range.history().writerOf(range.sequence()), range.sequence());
        if (first) {
            range.backlog().capacity(RecordBacklog.WATCHED_CAPACITY_BYTES);
        }
        if (!has(listener)) {
            listeners = Arrays.copyOf(listeners, listeners.length + 1);
            listeners[listeners.length - 1] = listener;
        }
        return from;
    }

    /** It does not want to hear any more; harmless when it does not anyway. */
    public void remove(Listener listener) {
        listeners = Arrays.stream(listeners).filter(each -> each != listener).toArray(Listener[]::new);
        if (listeners.length == 0) {
            end();
        }
    }

    /** Tells records behind the cursor's, which is left at the last one told. */
    public Told tell(Listener listener, FeedCursor cursor, Reader reader) {
        if (!has(listener)) {
            return Told.ELSEWHERE;
        }
        if (!continues(cursor.position())) {
            return Told.GAP;
        }
        long committed = committed();
        boolean goesOn = true;
        while (goesOn && cursor.sequence() < committed) {
            range.backlog().next(cursor.record);
            cursor.writtenIn(range.history().writerOf(cursor.sequence()));
            goesOn = reader.record(cursor);
        }
        cursor.record.rest();
        if (cursor.sequence() < committed) {
            return Told.MORE;
        }
        return cursor.sequence() < range.sequence() ? Told.UNACKNOWLEDGED : Told.ALL;
    }

    /** A command has made a record. */
    void recorded(long sequence, long logPosition) {
        marks.add(sequence, logPosition);
        tellListeners();
    }

    /** Nobody is told anything more: this slave does not serve the range, or nobody wants to know. */
    void end() {
        range.backlog().capacity(RecordBacklog.CAPACITY_BYTES);
        range.feedEnded();
        tellListeners();
        listeners = NOBODY;
    }

    private void tellListeners() {
        for (Listener listener : listeners) {
            listener.changed(range.index());
        }
    }

    private boolean has(Listener listener) {
        for (Listener each : listeners) {
            if (each == listener) {
                return true;
            }
        }
        return false;
    }

    private boolean continues(FeedPosition from) {
        return range.history().hasPrefix(from.tenure(), from.sequence(), range.sequence())
                && range.backlog().reaches(from.sequence());
    }

    private long committed() {
        long logged = marks.confirmedAt(range.context().journal().confirmed());
        return range.copies().committed(Math.min(logged, range.sequence()));
    }
}
