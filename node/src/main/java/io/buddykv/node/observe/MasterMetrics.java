package io.buddykv.node.observe;

import io.buddykv.node.master.FailoverTimes;
import io.buddykv.node.master.MapStep;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.health.MoveCounts;
import io.buddykv.topology.health.MoveProgress;
import io.buddykv.topology.health.RangeCounts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Meters of a master: ranges by state, writes of the map by reason, failovers with their duration. */
public final class MasterMetrics implements MeterBinder {
    private final Supplier<ClusterMap> map;
    private final IntSupplier buddies;
    private final BooleanSupplier connected;
    private final Supplier<MoveProgress> progress;
    private volatile MeterRegistry registry;

    public MasterMetrics(
            Supplier<ClusterMap> map, IntSupplier buddies, BooleanSupplier connected, Supplier<MoveProgress> progress) {
        this.map = map;
        this.buddies = buddies;
        this.connected = connected;
        this.progress = progress;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        registry = meters;
        ranges(meters, "total", RangeCounts::total);
        ranges(meters, "down", RangeCounts::down);
        ranges(meters, "redirected", RangeCounts::redirected);
        ranges(meters, "underReplicated", RangeCounts::underReplicated);
        ranges(meters, "moving", RangeCounts::moving);
        moves(meters, "left", counts -> counts.left());
        moves(meters, "underWay", counts -> counts.underWay());
        moves(meters, "made", counts -> counts.made());
        Gauge.builder("buddykv.moves.sent", () -> progress.get().bytesMoved())
                .description("Sent to fill copies since the present plan was first seen, on the active master")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("buddykv.moves.rate", () -> progress.get().bytesPerSecond())
                .description("Bytes per second that fill copies at present, on the active master")
                .register(meters);
        Gauge.builder("buddykv.moves.seconds.left", () -> progress.get().secondsLeft())
                .description("Until the map is as planned, at the present rate; negative where it cannot be told")
                .register(meters);
        Gauge.builder("buddykv.membership.connected", connected, supplier -> supplier.getAsBoolean() ? 1 : 0)
                .description("Whether ZooKeeper answers")
                .register(meters);
    }

    private void ranges(MeterRegistry meters, String state, ToIntFunction<RangeCounts> count) {
        Gauge.builder("buddykv.ranges", () -> count(count))
                .description("Key ranges by state; one can be in several")
                .tag("state", state)
                .register(meters);
    }

    private void moves(MeterRegistry meters, String state, ToIntFunction<MoveCounts> count) {
        Gauge.builder("buddykv.moves", () -> movesNow(count))
                .description("Copies to be filled and ranges to be handed over until the map is as planned")
                .tag("state", state)
                .register(meters);
    }

    private double movesNow(ToIntFunction<MoveCounts> count) {
        ClusterMap present = map.get();
        return present == null ? Double.NaN : count.applyAsInt(MoveCounts.of(present));
    }

    private double count(ToIntFunction<RangeCounts> count) {
        ClusterMap present = map.get();
        return present == null ? Double.NaN : count.applyAsInt(RangeCounts.of(present, buddies.getAsInt()));
    }

    public void mapWritten(List<MapStep> steps) {
        if (registry != null) {
            for (MapStep step : steps) {
                Counter.builder("buddykv.map.changes")
                        .description("What writes of the map did, by reason")
                        .tag("reason", step.reason().name())
                        .register(registry)
                        .increment();
            }
        }
    }

    public void failedOver(FailoverTimes times) {
        if (registry != null) {
            Timer.builder("buddykv.failover")
                    .description("The master's part of a failover, from the suspicion to the push of the map")
                    .tag("cause", times.cause().name())
                    .register(registry)
                    .record(times.totalNanos(), TimeUnit.NANOSECONDS);
            Counter.builder("buddykv.failover.ranges")
                    .description("Key ranges that another slave has taken over because theirs had failed")
                    .register(registry)
                    .increment(times.ranges());
        }
    }

    public void dataLost(int ranges) {
        if (registry != null) {
            Counter.builder("buddykv.data.lost.ranges")
                    .description("Ranges that began again empty because every copy was gone")
                    .register(registry)
                    .increment(ranges);
        }
    }
}
