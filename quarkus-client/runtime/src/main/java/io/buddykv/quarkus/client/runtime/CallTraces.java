package io.buddykv.quarkus.client.runtime;

import io.buddykv.client.CallObserver;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * A span for each call, within what the thread that makes it traces. Attributes are those of OpenTelemetry for databases;
 * keys and values are none of them.
 */
@Singleton
public class CallTraces implements ClientObserver {
    private static final String SCOPE = "io.buddykv.client";

    private final Instance<OpenTelemetry> openTelemetry;

    /** @param openTelemetry not there where the application has switched it off */
    @Inject
    public CallTraces(Instance<OpenTelemetry> openTelemetry) {
        this.openTelemetry = openTelemetry;
    }

    @Override
    public CallObserver of(String client) {
        if (!openTelemetry.isResolvable()) {
            return CallObserver.NONE;
        }
        Tracer tracer = openTelemetry.get().getTracer(SCOPE);
        return command -> {
            Span span = tracer.spanBuilder(command)
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute("db.system.name", "buddykv")
                    .setAttribute("db.operation.name", command)
                    .setAttribute("buddykv.client", client)
                    .startSpan();
            return (nanos, repetitions, failure) -> end(span, repetitions, failure);
        };
    }

    private static void end(Span span, int repetitions, Throwable failure) {
        if (repetitions > 0) {
            span.setAttribute("buddykv.repetitions", repetitions);
        }
        if (failure != null) {
            span.setAttribute("error.type", failure.getClass().getName());
            span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
        }
        span.end();
    }
}
