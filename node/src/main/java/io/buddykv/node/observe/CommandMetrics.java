package io.buddykv.node.observe;

import io.buddykv.node.command.CommandStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts and latencies of the client port's commands as meters; what is not counters is read anew every few seconds. */
public final class CommandMetrics implements MeterBinder, AutoCloseable {
    private static final long REFRESH_SECONDS = 5;
    private static final double[] PERCENTILES = {50, 99, 99.9};

    private final CommandStatistics statistics;
    private final ScheduledExecutorService refresher = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "command-metrics");
        thread.setDaemon(true);
        return thread;
    });

    public CommandMetrics(CommandStatistics statistics) {
        this.statistics = statistics;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("buddykv.commands.processed", statistics, CommandStatistics::totalCommands)
                .description("Commands of clients")
                .register(registry);
        FunctionCounter.builder("buddykv.client.connections.opened", statistics, CommandStatistics::connections)
                .register(registry);
        FunctionCounter.builder("buddykv.client.connections.refused", statistics, CommandStatistics::refusedConnections)
                .register(registry);
        FunctionCounter.builder("buddykv.client.received", statistics, CommandStatistics::inputBytes)
                .baseUnit("bytes")
                .register(registry);
        FunctionCounter.builder("buddykv.client.sent", statistics, CommandStatistics::outputBytes)
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder(
                        "buddykv.replication.wait",
                        statistics,
                        source -> source.waits().getValueAtPercentile(99) / 1e9)
                .description("How long answers waited for copies, 99th percentile")
                .tag("percentile", "99")
                .baseUnit("seconds")
                .register(registry);
        MultiGauge calls = MultiGauge.builder("buddykv.command.calls")
                .description("Commands by name")
                .register(registry);
        MultiGauge failures = MultiGauge.builder("buddykv.command.failures")
                .description("Error replies by name")
                .register(registry);
        MultiGauge latency = MultiGauge.builder("buddykv.command.latency")
                .description("Execution time by family, sampled")
                .baseUnit("seconds")
                .register(registry);
        refresher.scheduleAtFixedRate(() -> refresh(calls, failures, latency), 0, REFRESH_SECONDS, TimeUnit.SECONDS);
    }

    private void refresh(MultiGauge calls, MultiGauge failures, MultiGauge latency) {
        List<MultiGauge.Row<?>> callRows = new ArrayList<>();
        List<MultiGauge.Row<?>> failureRows = new ArrayList<>();
        for (CommandStatistics.OfCommand command : statistics.commands()) {
            Tags name = Tags.of("command", command.command().name());
            callRows.add(MultiGauge.Row.of(name, command.calls()));
            failureRows.add(MultiGauge.Row.of(name, command.failed() + command.rejected()));
        }
        calls.register(callRows, true);
        failures.register(failureRows, true);
        List<MultiGauge.Row<?>> latencyRows = new ArrayList<>();
        statistics.latencies().forEach((family, histogram) -> addLatency(latencyRows, family, histogram));
        latency.register(latencyRows, true);
    }

    private static void addLatency(List<MultiGauge.Row<?>> rows, String family, Histogram histogram) {
        for (double percentile : PERCENTILES) {
            rows.add(MultiGauge.Row.of(
                    Tags.of("family", family, "percentile", Double.toString(percentile)),
                    histogram.getValueAtPercentile(percentile) / 1e9));
        }
    }

    @Override
    public void close() {
        refresher.shutdownNow();
    }
}
