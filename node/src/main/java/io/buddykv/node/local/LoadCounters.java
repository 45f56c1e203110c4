package io.buddykv.node.local;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** What all load threads have seen. */
final class LoadCounters {
    private static final long LONGEST_NANOS = 600_000_000_000L;
    private static final int DIGITS = 3;
    private static final int MOST_KINDS = 50;

    private final LongAdder done = new LongAdder();
    private final LongAdder redirections = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Recorder latencies = new Recorder(LONGEST_NANOS, DIGITS);
    private final Histogram all = new Histogram(LONGEST_NANOS, DIGITS);
    private final Map<String, Long> kinds = new TreeMap<>();
    private long longestOutageNanos;

    /** @param retried whether it was refused or unanswered at least once */
    void done(long nanos, boolean retried) {
        done.increment();
        latencies.recordValue(Math.min(Math.max(nanos, 1), LONGEST_NANOS));
        if (retried) {
            outage(nanos);
        }
    }

    void redirected() {
        redirections.increment();
    }

    /** @param kind code of an error, or what happened to a connection */
    synchronized void failed(String kind, int commands) {
        failures.add(commands);
        if (kinds.size() < MOST_KINDS || kinds.containsKey(kind)) {
            kinds.merge(kind, (long) commands, Long::sum);
        }
    }

    private synchronized void outage(long nanos) {
        longestOutageNanos = Math.max(longestOutageNanos, nanos);
    }

    long done() {
        return done.sum();
    }

    long redirections() {
        return redirections.sum();
    }

    long failures() {
        return failures.sum();
    }

    /** Latencies since the last call. By one thread. */
    Histogram interval() {
        Histogram interval = latencies.getIntervalHistogram();
        all.add(interval);
        return interval;
    }

    /** All latencies that {@link #interval()} has given. */
    Histogram all() {
        return all;
    }

    synchronized Map<String, Long> kinds() {
        return new TreeMap<>(kinds);
    }

    /** The longest time from the first try to success among commands that did not succeed at once. */
    synchronized long longestOutageNanos() {
        return longestOutageNanos;
    }
}
