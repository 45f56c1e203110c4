package io.buddykv.node.port.resp;

import io.buddykv.node.command.CommandStatistics;
import io.buddykv.protocol.command.CommandTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** The counts of all event loops together. */
final class NodeStatistics implements CommandStatistics {
    private static final int DIGITS = 2;

    private final CommandTable table;
    private final List<LoopStatistics> loops = new CopyOnWriteArrayList<>();
    private final LongAdder connections = new LongAdder();
    private final LongAdder refusedConnections = new LongAdder();

    NodeStatistics(CommandTable table) {
        this.table = table;
    }

    LoopStatistics newLoop() {
        LoopStatistics statistics = new LoopStatistics(table);
        loops.add(statistics);
        return statistics;
    }

    void connected() {
        connections.increment();
    }

    void refused() {
        refusedConnections.increment();
    }

    @Override
    public List<OfCommand> commands() {
        List<OfCommand> asked = new ArrayList<>();
        for (int id = 0; id < table.size(); id++) {
            OfCommand sum = new OfCommand(
                    table.byId(id),
                    sum(id, loop -> loop.calls),
                    sum(id, loop -> loop.failed),
                    sum(id, loop -> loop.rejected),
                    sum(id, loop -> loop.sampled),
                    sum(id, loop -> loop.sampledNanos));
            if (sum.calls() + sum.rejected() > 0) {
                asked.add(sum);
            }
        }
        return asked;
    }

    @Override
    public SortedMap<String, Long> errors() {
        SortedMap<String, Long> errors = new TreeMap<>();
        for (LoopStatistics loop : loops) {
            loop.errors.forEach((code, count) -> errors.merge(code, count[0], Long::sum));
        }
        return errors;
    }

    @Override
    public SortedMap<String, Histogram> latencies() {
        SortedMap<String, Histogram> sums = new TreeMap<>();
        for (LoopStatistics loop : loops) {
            loop.latencies.forEach(
                    (family, latency) -> latency.addTo(sums.computeIfAbsent(family, key -> new Histogram(DIGITS))));
        }
        return sums;
    }

    @Override
    public Histogram waits() {
        Histogram sum = new Histogram(DIGITS);
        loops.forEach(loop -> loop.waits.addTo(sum));
        return sum;
    }

    @Override
    public long totalCommands() {
        return sum(loop -> Arrays.stream(loop.calls).sum());
    }

    @Override
    public long inputBytes() {
        return sum(loop -> loop.inputBytes);
    }

    @Override
    public long outputBytes() {
        return sum(loop -> loop.outputBytes);
    }

    @Override
    public long connections() {
        return connections.sum();
    }

    @Override
    public long refusedConnections() {
        return refusedConnections.sum();
    }

    @Override
    public void reset() {
        for (LoopStatistics loop : loops) {
            Arrays.fill(loop.calls, 0);
            Arrays.fill(loop.failed, 0);
            Arrays.fill(loop.rejected, 0);
            Arrays.fill(loop.sampled, 0);
            Arrays.fill(loop.sampledNanos, 0);
            loop.errors.clear();
            loop.latencies.values().forEach(LoopStatistics.Latency::reset);
            loop.waits.reset();
            loop.inputBytes = 0;
            loop.outputBytes = 0;
        }
        connections.reset();
        refusedConnections.reset();
    }

    private long sum(int id, Function<LoopStatistics, long[]> counter) {
        return sum(loop -> counter.apply(loop)[id]);
    }

    private long sum(ToLongFunction<LoopStatistics> counter) {
        return loops.stream().mapToLong(counter).sum();
    }
}
