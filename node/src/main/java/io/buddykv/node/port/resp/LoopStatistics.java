package io.buddykv.node.port.resp;

import io.buddykv.protocol.command.CommandSpec;
import io.buddykv.protocol.command.CommandTable;
import io.buddykv.protocol.resp.RedisErrors;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Counts of one event loop, which alone writes them; {@link NodeStatistics} adds those of all loops up. Counters are plain
 * numbers: who reads them from another thread may see them a moment late.
 */
final class LoopStatistics {
    /** One command of so many is measured. A power of two. */
    private static final int SAMPLING = 64;

    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 2;

    final long[] calls;
    final long[] failed;
    final long[] rejected;
    final long[] sampled;
    final long[] sampledNanos;
    final Map<String, long[]> errors = new ConcurrentHashMap<>();
    final Map<String, Latency> latencies = new HashMap<>();
    final Latency waits = new Latency();
    long inputBytes;
    long outputBytes;
    private final Latency[] latencyById;
    private int untilSample = SAMPLING;

    LoopStatistics(CommandTable table) {
        int size = table.size();
        calls = new long[size];
        failed = new long[size];
        rejected = new long[size];
        sampled = new long[size];
        sampledNanos = new long[size];
        latencyById = new Latency[size];
        for (int id = 0; id < size; id++) {
            latencyById[id] = latencies.computeIfAbsent(table.byId(id).group(), group -> new Latency());
        }
    }

    void called(CommandSpec command) {
        calls[command.id()]++;
    }

    /** Whether the present command is one to be measured. */
    boolean isSample() {
        if (--untilSample > 0) {
            return false;
        }
        untilSample = SAMPLING;
        return true;
    }

    void took(CommandSpec command, long nanos) {
        sampled[command.id()]++;
        sampledNanos[command.id()] += nanos;
        latencyById[command.id()].record(nanos);
    }

    void failed(CommandSpec command, String error) {
        failed[command.id()]++;
        count(error);
    }

    /** @param command null where there is no such command */
    void rejected(CommandSpec command, String error) {
        if (command != null) {
            rejected[command.id()]++;
        }
        count(error);
    }

    private void count(String error) {
        errors.computeIfAbsent(RedisErrors.code(error), key -> new long[1])[0]++;
    }

    /** Times of one kind: recorded by the loop, read by others. */
    static final class Latency {
        private final SingleWriterRecorder recorder = new SingleWriterRecorder(LONGEST_NANOS, DIGITS);
        private final Histogram total = new Histogram(LONGEST_NANOS, DIGITS);

        void record(long nanos) {
            recorder.recordValue(Math.max(0, Math.min(nanos, LONGEST_NANOS)));
        }

        synchronized void addTo(Histogram sum) {
            total.add(recorder.getIntervalHistogram());
            sum.add(total);
        }

        synchronized void reset() {
            recorder.reset();
            total.reset();
        }
    }
}
