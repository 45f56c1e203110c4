package io.buddykv.node.replication;

import io.buddykv.node.log.Journal;
import io.buddykv.node.time.Timers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Answers of one client event loop that wait for copies (R2). Batches queue behind the link they wait for, in the order
 * in which they came, so that an acknowledgement looks at the front of one queue only. Batches whose link has failed are
 * looked at by a timer until the map has decided about them, and so are those behind a record that is sent in many parts,
 * which others overtake.
 *
 * <p>Confined to its event loop, except {@link #acknowledged(SourceLink)}.
 */
public final class AckWaits {
    /** How often batches that are behind a failed link or a large record are looked at. */
    private static final long RECHECK_NANOS = 3_000_000;

    private final Timers loop;
    private final Map<SourceLink, ArrayDeque<AckBarrier>> queues = new LinkedHashMap<>();
    /** Batches that are in no order with others: without a link, or behind a large record. */
    private final ArrayDeque<AckBarrier> aside = new ArrayDeque<>();

    /** Batches that wait for nothing but this slave's log, in its order. */
    private final ArrayDeque<AckBarrier> unlogged = new ArrayDeque<>();

    private final ArrayDeque<AckBarrier> free = new ArrayDeque<>();
    private final List<SourceLink> touched = new ArrayList<>();
    private final Queue<SourceLink> acknowledgedLinks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean drainScheduled = new AtomicBoolean();

    /** Whether a batch waits for nothing but the log: only then this loop wants to hear of it. */
    private volatile boolean awaitsLog;

    private Journal touchedLog;
    private boolean logFlushScheduled;
    private AckBarrier current = new AckBarrier();
    private int waiting;
    private boolean recheckScheduled;

    public AckWaits(Timers loop) {
        this.loop = loop;
    }

    /** The collector of the present batch. */
    public AckBarrier barrier() {
        return current;
    }

    /** Remembers that a record of this batch went to {@code link}, which has to be flushed. */
    void touch(SourceLink link) {
        if (!touched.contains(link)) {
            touched.add(link);
        }
    }

    /** The present batch waits for this slave's log, which has to be flushed. */
    void requireLogged(Journal log, long position) {
        current.requireLogged(log, position);
        touchedLog = log;
    }

    /**
     * Ends the present batch and starts the sending of its records.
     *
     * @return true when nothing has to be waited for; else one of the waiter's methods is called later, on this loop
     */
    public boolean await(Waiter waiter) {
        flush();
        if (current.isEmpty()) {
            return true;
        }
        AckBarrier batch = current;
        batch.waiter(waiter);
        AckBarrier next = free.poll();
        current = next == null ? new AckBarrier() : next;
        enqueue(batch);
        waiting++;
        scheduleRecheck();
        return false;
    }

    /** Starts the sending of records without ending the batch. */
    public void flush() {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).requestFlush();
        }
        touched.clear();
        if (touchedLog != null && !logFlushScheduled) {
            logFlushScheduled = true;
            loop.execute(this::flushLog);
        }
    }

    /** Behind whatever else this loop has read in this turn, so that all of it is written together. */
    private void flushLog() {
        logFlushScheduled = false;
        Journal log = touchedLog;
        touchedLog = null;
        log.flush();
    }

    /** How many batches wait. */
    public int waiting() {
        return waiting;
    }

    /** Copies have acknowledged more on this link; any thread. */
    void acknowledged(SourceLink link) {
        acknowledgedLinks.add(link);
        scheduleDrain();
    }

    /** This slave's log has confirmed more; any thread. */
    void logConfirmed() {
        if (awaitsLog) {
            scheduleDrain();
        }
    }

    private void scheduleDrain() {
        if (drainScheduled.compareAndSet(false, true)) {
            loop.execute(this::drain);
        }
    }

    private void drain() {
        drainScheduled.set(false);
        for (SourceLink link = acknowledgedLinks.poll(); link != null; link = acknowledgedLinks.poll()) {
            ArrayDeque<AckBarrier> queue = queues.get(link);
            if (queue != null) {
                settleFront(link, queue);
            }
        }
        settleLogged();
    }

    private void settleLogged() {
        for (AckBarrier batch = unlogged.peek(); batch != null; batch = unlogged.peek()) {
            AckBarrier.Outcome outcome = batch.settle();
            if (outcome == AckBarrier.Outcome.WAITING) {
                return;
            }
            unlogged.poll();
            finish(batch, outcome);
        }
        awaitsLog = false;
    }

    private void settleFront(SourceLink link, ArrayDeque<AckBarrier> queue) {
        for (AckBarrier batch = queue.peek(); batch != null; batch = queue.peek()) {
            AckBarrier.Outcome outcome = batch.settle();
            if (outcome == AckBarrier.Outcome.WAITING && batch.blockingLink() == link) {
                return;
            }
            queue.poll();
            finish(batch, outcome);
        }
        if (!link.isOpen()) {
            queues.remove(link);
        }
    }

    private void finish(AckBarrier batch, AckBarrier.Outcome outcome) {
        if (outcome == AckBarrier.Outcome.WAITING) {
            enqueue(batch);
            return;
        }
        waiting--;
        Waiter waiter = batch.waiter();
        batch.clear();
        free.add(batch);
        if (outcome == AckBarrier.Outcome.ACKNOWLEDGED) {
            waiter.acknowledged();
        } else {
            waiter.outcomeUnknown();
        }
    }

    private void enqueue(AckBarrier batch) {
        if (batch.waitsForLog()) {
            unlogged.add(batch);
            awaitsLog = true;
            if (batch.isLogged()) {
                scheduleDrain(); // It was confirmed before this loop wanted to hear of it.
            }
            return;
        }
        SourceLink link = batch.blockingLink();
        if (link == null || link.isBehindLargeBody(batch.blockingRange())) {
            aside.add(batch);
        } else {
            queues.computeIfAbsent(link, key -> new ArrayDeque<>()).add(batch);
        }
    }

    private void scheduleRecheck() {
        if (!recheckScheduled && waiting > 0) {
            recheckScheduled = true;
            loop.after(RECHECK_NANOS, this::recheck);
        }
    }

    private void recheck() {
        recheckScheduled = false;
        List<AckBarrier> doubtful = new ArrayList<>(aside);
        aside.clear();
        queues.entrySet().removeIf(entry -> {
            if (entry.getKey().isOrderly()) {
                return false;
            }
            doubtful.addAll(entry.getValue());
            return true;
        });
        for (AckBarrier batch : doubtful) {
            finish(batch, batch.settle());
        }
        settleLogged();
        for (Map.Entry<SourceLink, ArrayDeque<AckBarrier>> entry : List.copyOf(queues.entrySet())) {
            settleFront(entry.getKey(), entry.getValue());
        }
        scheduleRecheck();
    }

    /** Who waits for a batch. */
    public interface Waiter {
        /** Every in-sync copy holds what the answers depend on: they may leave. */
        void acknowledged();

        /** This slave lost the range before: whether the writes happened is not known, and no answer may leave. */
        void outcomeUnknown();
    }
}
