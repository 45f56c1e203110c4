package io.buddykv.node.replication;

import io.buddykv.node.log.MissedRecords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Brings copies that hold a prefix up to date with the records that they missed (R15), where those are in this slave's log
 * and no longer in memory. The log is read for all such copies behind the link together, aside, a batch at a time; the next
 * one is read when the copy has acknowledged the one before and the pace of fillings allows it.
 *
 * <p>New records are not sent meanwhile. A pass over the log ends a little behind them; what it left is taken from memory,
 * or, while that does not reach so far back, by another pass. A copy that no pass brings further, or that needs too many,
 * is filled.
 *
 * <p>Confined to the link's thread of control; {@link #begin} holds the range's lock as well.
 */
final class CatchUp {
    /** Passes over the log that follow each other for one copy. */
    private static final int MOST_PASSES = 6;

    private static final long NO_POSITION = Long.MAX_VALUE;

    private final SourceLink link;
    private final ReplicationContext context;
    private final Consumer<CopyProgress> filling;
    private final List<Missing> waiting = new ArrayList<>();
    private final Map<Integer, Missing> served = new HashMap<>();
    private MissedRecords reading;
    private long awaitedPosition = NO_POSITION;
    private long restNanos;
    private boolean scheduled;
    /** Whether what is being sent counts against the bytes of fillings. */
    private boolean bounded;

    /** @param filling has a copy filled that cannot be brought up to date so; called under its range's lock */
    CatchUp(SourceLink link, ReplicationContext context, Consumer<CopyProgress> filling) {
        this.link = link;
        this.context = context;
        this.filling = filling;
    }

    /**
     * One copy, in one pass.
     *
     * @param passes those before it
     * @param from the sequence that the copy had when it began
     */
    private record Missing(CopyProgress copy, int passes, long from) {
        RangeReplica range() {
            return copy.range;
        }
    }

    /** Begins with a copy that holds everything up to {@code sequence}; false when it is to be filled instead. */
    boolean begin(CopyProgress copy, long sequence) {
        RangeReplica range = copy.range;
        boolean more = range.sequence() - sequence > range.table().size();
        if (more || !context.journal().reachesBack(range.index(), sequence)) {
            return false;
        }
        copy.streamBegins(link.nextPosition(), range.epoch());
        link.resume(range, sequence);
        copy.catchingUp(sequence);
        waiting.add(new Missing(copy, 0, sequence));
        schedule();
        return true;
    }

    /** The link has acknowledged the frames up to this position. */
    void acknowledged(long position) {
        if (position >= awaitedPosition) {
            awaitedPosition = NO_POSITION;
            if (restNanos > 0) {
                link.loop().after(restNanos, this::readOn);
            } else {
                readOn();
            }
        }
    }

    /** The link has ended: nothing more is sent. */
    void closed() {
        waiting.clear();
        served.clear();
        awaitedPosition = NO_POSITION;
        endReading();
    }

    /** Sends a copy what memory holds behind {@code sequence}; under the range's lock. */
    static void replay(SourceLink link, ReplicationContext context, CopyProgress copy, long sequence) {
        RangeReplica range = copy.range;
        if (sequence < range.sequence()) {
            range.backlog().replay(sequence, (missing, body) -> {
                link.append(copy, range.primarySince(), missing, body, 0, body.length);
                context.figures().missed(body.length);
            });
        }
    }

    private void schedule() {
        if (!scheduled && reading == null) {
            scheduled = true;
            link.loop().execute(this::beginPass);
        }
    }

    /** One pass for all that wait: the ranges of a slave that has come back ask one behind the other. */
    private void beginPass() {
        scheduled = false;
        if (waiting.isEmpty() || !link.isOpen()) {
            return;
        }
        reading = context.journal().missedRecords();
        for (Missing each : waiting) {
            // Where it is not there any more, the pass brings nothing, and the copy is filled at its end.
            reading.want(each.range().index(), each.copy().sentSequence());
            served.put(each.range().index(), each);
        }
        waiting.clear();
        readOn();
    }

    private void readOn() {
        if (reading != null) {
            MissedRecords current = reading;
            current.next(batch -> link.loop().execute(() -> {
                if (reading == current) {
                    send(batch);
                }
            }));
        }
    }

    private void send(MissedRecords.Batch batch) {
        long begun = context.nanos();
        bounded = true;
        batch.forEach(this::send);
        if (batch.isLast()) {
            endPass();
            return;
        }
        if (batch.bytes() == 0) {
            readOn();
            return;
        }
        awaitedPosition = link.nextPosition() - 1;
        link.requestFlush();
        long now = context.nanos();
        restNanos = context.fillPace().sent(batch.bytes(), bounded, now, now - begun);
    }

    private void send(int index, long sequence, byte[] bytes, int offset, int length) {
        Missing missing = served.get(index);
        if (missing == null) {
            return;
        }
        CopyProgress copy = missing.copy();
        missing.range().lock().lock();
        try {
            if (isCatchingUp(copy) && sequence == copy.sentSequence() + 1) {
                link.append(copy, missing.range().primarySince(), sequence, bytes, offset, length);
                copy.sent(sequence);
                context.figures().missed(length);
                bounded &= !missing.range().copies().isAlone();
            }
        } finally {
            missing.range().lock().unlock();
        }
    }

    private boolean isCatchingUp(CopyProgress copy) {
        return copy.link() == link
                && copy.phase() == CopyProgress.Phase.CATCHING_UP
                && copy.fate() == CopyProgress.Fate.REQUIRED;
    }

    private void endPass() {
        endReading();
        List<Missing> ended = List.copyOf(served.values());
        served.clear();
        for (Missing each : ended) {
            each.range().lock().lock();
            try {
                if (isCatchingUp(each.copy())) {
                    passEnded(each);
                }
            } finally {
                each.range().lock().unlock();
            }
        }
        link.requestFlush();
        if (!waiting.isEmpty()) {
            schedule();
        }
    }

    private void passEnded(Missing each) {
        CopyProgress copy = each.copy();
        RangeReplica range = each.range();
        long sent = copy.sentSequence();
        if (sent == range.sequence() || range.backlog().reaches(sent)) {
            replay(link, context, copy, sent);
            copy.filled(range.sequence());
            link.appendFilled(copy);
        } else if (sent > each.from() && each.passes() < MOST_PASSES) {
            waiting.add(new Missing(copy, each.passes() + 1, sent));
        } else {
            filling.accept(copy);
        }
    }

    private void endReading() {
        if (reading != null) {
            reading.close();
            reading = null;
        }
    }
}
