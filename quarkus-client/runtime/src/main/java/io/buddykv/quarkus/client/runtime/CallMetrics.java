package io.buddykv.quarkus.client.runtime;

import io.buddykv.client.CallObserver;
import io.buddykv.client.KVClient;
import io.quarkus.runtime.metrics.MetricsFactory;
import io.quarkus.runtime.metrics.MetricsFactory.TimeRecorder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Figures of clients and times of their calls, by whatever metrics the application has. */
final class CallMetrics {
    private final MetricsFactory factory;
    private final Map<Kind, TimeRecorder> timers = new ConcurrentHashMap<>();

    CallMetrics(MetricsFactory factory) {
        this.factory = factory;
    }

    private record Kind(String client, String command, String result) {}

    CallObserver of(String client) {
        return command -> (nanos, repetitions, failure) -> timers.computeIfAbsent(
                        new Kind(
                                client,
                                command,
                                failure == null ? "ok" : failure.getClass().getSimpleName()),
                        this::timer)
                .update(nanos, TimeUnit.NANOSECONDS);
    }

    private TimeRecorder timer(Kind kind) {
        return factory.builder("buddykv.client.calls")
                .description("Calls of the client, repetitions included")
                .tag("client", kind.client())
                .tag("command", kind.command())
                .tag("result", kind.result())
                .buildTimer();
    }

    void figures(String name, KVClient client) {
        gauge(name, "under.way", "Calls that have not ended", () -> client.figures()
                .underWay());
        gauge(name, "waiting", "Calls that have nowhere to go at present", () -> client.figures()
                .waiting());
        gauge(name, "map.version", "The newest cluster map", () -> client.figures()
                .mapVersion());
        factory.builder("buddykv.client.repetitions")
                .description("How often calls were sent again")
                .tag("client", name)
                .buildCounter(() -> client.figures().repetitions());
    }

    private void gauge(String client, String what, String description, Supplier<Number> value) {
        factory.builder("buddykv.client." + what)
                .description(description)
                .tag("client", client)
                .buildGauge(value);
    }
}
