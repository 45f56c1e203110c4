package io.buddykv.node.time;

import java.util.PriorityQueue;

/** Time that only moves when a test says so; every thread of control runs on the test's own thread, in order of due time. */
public final class VirtualTime implements TimeSource {
    private final PriorityQueue<Task> queue = new PriorityQueue<>();
    private long nanos = 1_000_000_000L;
    private long suspendedNanos;
    private long nextOrder;

    private record Task(long due, long order, Runnable action, boolean[] cancelled) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            return due != other.due ? Long.compare(due, other.due) : Long.compare(order, other.order);
        }
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long wallMillis() {
        return 1_700_000_000_000L + (nanos + suspendedNanos) / 1_000_000;
    }

    /** The machine sleeps: the wall clock goes on, the monotonic one does not. */
    public void suspend(long millis) {
        suspendedNanos += millis * 1_000_000;
    }

    /** The whole process stands still: time goes on, and what was due meanwhile runs late. */
    public void standStill(long millis) {
        nanos += millis * 1_000_000;
    }

    /** One more thread of control. */
    public Timers timers() {
        return new Timers() {
            @Override
            public void execute(Runnable task) {
                add(0, task);
            }

            @Override
            public Timer after(long delayNanos, Runnable action) {
                boolean[] cancelled = add(delayNanos, action);
                return () -> cancelled[0] = true;
            }
        };
    }

    private boolean[] add(long delayNanos, Runnable action) {
        boolean[] cancelled = new boolean[1];
        queue.add(new Task(nanos + delayNanos, nextOrder++, action, cancelled));
        return cancelled;
    }

    /** Runs everything that is due within {@code millis}, and lets that much time pass. */
    public void pass(long millis) {
        long until = nanos + millis * 1_000_000;
        while (!queue.isEmpty() && queue.peek().due() <= until) {
            Task task = queue.poll();
            nanos = Math.max(nanos, task.due());
            if (!task.cancelled()[0]) {
                task.action().run();
            }
        }
        nanos = until;
    }
}
