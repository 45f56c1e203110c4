package io.buddykv.node.boot;

import io.buddykv.node.log.LogFigures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Meters of what a slave keeps on disk. */
final class StorageMetrics implements MeterBinder {
    private final SlaveStorage storage;

    StorageMetrics(SlaveStorage storage) {
        this.storage = storage;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, "buddykv.log.batches", "Group commits", LogFigures::batches);
        counter(registry, "buddykv.log.written.bytes", "Entries written to the log", LogFigures::bytes);
        counter(registry, "buddykv.log.fsyncs", "Times the log was forced to the disk", LogFigures::syncs);
        counter(
                registry,
                "buddykv.log.fsync.millis",
                "Time spent in that",
                figures -> TimeUnit.NANOSECONDS.toMillis(figures.syncNanos()));
        counter(registry, "buddykv.snapshots", "Snapshots of ranges", LogFigures::snapshots);
        counter(registry, "buddykv.snapshots.bytes", "What they took", LogFigures::snapshotBytes);
        gauge(
                registry,
                "buddykv.disk.bytes",
                "Segments and snapshots",
                each -> each.snapshots() == null ? 0 : each.snapshots().diskBytes());
        gauge(
                registry,
                "buddykv.disk.refusing",
                "1 while writes are refused because of the disk",
                each -> each.refusal() == null ? 0 : 1);
        gauge(registry, "buddykv.recovery.millis", "How long recovery took", each -> each.figures()
                .millis());
        gauge(registry, "buddykv.recovery.keys", "Keys that it brought back", each -> each.figures()
                .keys());
        gauge(
                registry,
                "buddykv.recovery.damaged.ranges",
                "Ranges that were taken out because of damage at this start",
                each -> each.figures().damagedRanges());
    }

    private void counter(MeterRegistry registry, String name, String text, ToLongFunction<LogFigures> count) {
        FunctionCounter.builder(
                        name,
                        storage,
                        each -> each.log() == null
                                ? 0
                                : count.applyAsLong(each.log().figures()))
                .description(text)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String text, ToDoubleFunction<SlaveStorage> value) {
        Gauge.builder(name, storage, value).description(text).register(registry);
    }
}
