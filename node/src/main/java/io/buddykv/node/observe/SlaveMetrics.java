package io.buddykv.node.observe;

import io.buddykv.node.replication.RangeSet;
import io.buddykv.node.replication.ReplicationFigures;
import io.buddykv.topology.ClusterMap;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Meters of a slave: its ranges, its memory, its replication. */
public final class SlaveMetrics implements MeterBinder {
    private final RangeSet ranges;
    private final AtomicLong suspicions = new AtomicLong();
    private final Map<Boolean, List<Timer>> holds =
            Map.of(true, new CopyOnWriteArrayList<>(), false, new CopyOnWriteArrayList<>());

    public SlaveMetrics(RangeSet ranges) {
        this.ranges = ranges;
    }

    public void suspected() {
        suspicions.incrementAndGet();
    }

    /** Writes of one range were held for a hand-over that took place, or was called off. */
    public void held(boolean handedOver, long nanos) {
        holds.get(handedOver).forEach(timer -> timer.record(nanos, TimeUnit.NANOSECONDS));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        holds.forEach((handedOver, timers) -> timers.add(Timer.builder("buddykv.hold")
                .description("How long writes of a range were held for its hand-over")
                .tag("result", handedOver ? "handed over" : "called off")
                .publishPercentiles(0.5, 0.99)
                .register(registry)));
        Gauge.builder("buddykv.ranges.primary", ranges, set -> set.roles().primaries())
                .register(registry);
        Gauge.builder("buddykv.ranges.copy", ranges, set -> set.roles().completeCopies())
                .tag("complete", "true")
                .register(registry);
        Gauge.builder("buddykv.ranges.copy", ranges, set -> set.roles().incompleteCopies())
                .tag("complete", "false")
                .register(registry);
        Gauge.builder("buddykv.keys", ranges, set -> set.roles().keys())
                .description("Keys in the ranges that this slave is primary of")
                .register(registry);
        Gauge.builder("buddykv.memory.used", ranges, set -> set.budget().used())
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("buddykv.memory.limit", ranges, set -> set.budget().limit())
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("buddykv.map.version", ranges, SlaveMetrics::mapVersion).register(registry);
        ReplicationFigures figures = ranges.figures();
        FunctionCounter.builder("buddykv.replication.records.sent", figures, ReplicationFigures::recordsSent)
                .register(registry);
        FunctionCounter.builder("buddykv.replication.records.applied", figures, ReplicationFigures::recordsApplied)
                .register(registry);
        FunctionCounter.builder("buddykv.replication.acks.received", figures, ReplicationFigures::acksReceived)
                .register(registry);
        FunctionCounter.builder("buddykv.replication.refusals", figures, ReplicationFigures::refusals)
                .description("Streams that a copy has refused")
                .register(registry);
        FunctionCounter.builder("buddykv.replication.leases.missed", figures, ReplicationFigures::leasesMissed)
                .description("Commands that were held because a copy's promise had lapsed")
                .register(registry);
        FunctionCounter.builder("buddykv.fill.sent", figures, ReplicationFigures::bytesFilled)
                .description("What was sent to fill copies")
                .baseUnit("bytes")
                .register(registry);
        FunctionCounter.builder("buddykv.difference.sent", figures, ReplicationFigures::bytesMissed)
                .description("Records sent to copies that lacked only those")
                .baseUnit("bytes")
                .register(registry);
        FunctionCounter.builder("buddykv.proofs", figures, ReplicationFigures::proofsAgreed)
                .description("Comparisons of a range with a copy before one of them leaves")
                .tag("result", "agreed")
                .register(registry);
        FunctionCounter.builder("buddykv.proofs", figures, ReplicationFigures::proofsRefused)
                .description("Comparisons of a range with a copy before one of them leaves")
                .tag("result", "refused")
                .register(registry);
        Gauge.builder("buddykv.replication.lag", ranges, RangeSet::unacknowledgedFrames)
                .description("Frames under way to copies")
                .register(registry);
        FunctionCounter.builder("buddykv.suspicions", suspicions, AtomicLong::get)
                .description("Peers that gave no sign of life")
                .register(registry);
    }

    private static double mapVersion(RangeSet ranges) {
        ClusterMap map = ranges.map();
        return map == null ? 0 : map.version();
    }
}
