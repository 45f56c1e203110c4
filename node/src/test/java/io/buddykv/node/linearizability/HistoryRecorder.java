package io.buddykv.node.linearizability;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Records what clients do, from any number of threads. Two times that it notes are never equal: they are the clock's,
 * moved on by a nanosecond where that has not advanced, so their order is the order in which the calls were made.
 */
public final class HistoryRecorder {
    private final LongSupplier nanos;
    private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();

    public HistoryRecorder(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A recorder on this process's monotonic clock, counted from now. */
    public static HistoryRecorder onSystemClock() {
        long start = System.nanoTime();
        return new HistoryRecorder(() -> System.nanoTime() - start);
    }

    /** To be called before the first octet of the request leaves. */
    public Call invoke(int client, String key, Operation operation) {
        Call call = new Call(client, key, operation, tick());
        calls.add(call);
        return call;
    }

    /** What has been recorded up to now; a call that has not ended has an unknown outcome. */
    public History history() {
        List<Invocation> invocations = new ArrayList<>();
        for (Call call : calls) {
            Invocation invocation = call.invocation;
            if (!call.refused) {
                invocations.add(invocation);
            }
        }
        return new History(invocations);
    }

    private long tick() {
        long now = nanos.getAsLong();
        return last.updateAndGet(before -> Math.max(before + 1, now));
    }

    /** One operation under way. It ends at most once; one that is never ended has an unknown outcome. */
    public final class Call {
        private volatile Invocation invocation;
        private volatile boolean refused;

        private Call(int client, String key, Operation operation, long invoked) {
            this.invocation = new Invocation(client, key, operation, invoked, Invocation.NEVER, null);
        }

        /** To be called after the answer has been read. */
        public void answered(Answer answer) {
            requireOpen();
            Invocation open = invocation;
            invocation = new Invocation(open.client(), open.key(), open.operation(), open.invoked(), tick(), answer);
        }

        /** The server said that it did not do it, and will not: it is no part of the history. */
        public void refused() {
            requireOpen();
            refused = true;
        }

        private void requireOpen() {
            if (refused || !invocation.isUnknown()) {
                throw new IllegalStateException("has ended already: " + invocation);
            }
        }
    }
}
