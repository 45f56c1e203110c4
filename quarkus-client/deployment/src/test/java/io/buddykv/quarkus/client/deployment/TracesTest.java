package io.buddykv.quarkus.client.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.buddykv.client.KVClient;
import io.buddykv.client.TestingCluster;
import io.buddykv.client.failure.RefusedException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TracesTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestingApplication.traced()
            .setBeforeAllCustomizer(TestingCluster::start)
            .setAfterAllCustomizer(TestingCluster::end)
            .overrideConfigKey("quarkus.otel.traces.exporter", "none")
            .overrideConfigKey("quarkus.buddykv.hosts", TestingCluster.HOSTS)
            .overrideRuntimeConfigKey("quarkus.buddykv.deadline", "60S");

    /** Keeps what has ended. */
    @Singleton
    public static class Ended implements SpanProcessor {
        final List<SpanData> spans = new CopyOnWriteArrayList<>();

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            spans.add(span.toSpanData());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }

        SpanData only(String name) {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> spans.stream().anyMatch(span -> span.getName().equals(name)));
            List<SpanData> its =
                    spans.stream().filter(span -> span.getName().equals(name)).toList();
            assertThat(its).hasSize(1);
            return its.get(0);
        }
    }

    @Inject
    KVClient client;

    @Inject
    Tracer tracer;

    @Inject
    Ended ended;

    @Test
    void aCallIsASpanOfWhatItsThreadTraces() {
        Span order = tracer.spanBuilder("order").startSpan();
        try (Scope within = order.makeCurrent()) {
            client.set("k", "v");
        } finally {
            order.end();
        }

        SpanData span = ended.only("SET");
        assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.getParentSpanId()).isEqualTo(order.getSpanContext().getSpanId());
        assertThat(span.getTraceId()).isEqualTo(order.getSpanContext().getTraceId());
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(span.getAttributes().asMap())
                .containsAllEntriesOf(Map.of(
                        AttributeKey.stringKey("db.system.name"), "buddykv",
                        AttributeKey.stringKey("db.operation.name"), "SET",
                        AttributeKey.stringKey("buddykv.client"), "<default>"));
    }

    @Test
    void aCallThatFailsIsASpanThatSaysSo() {
        assertThatThrownBy(() -> client.persist("k")).isInstanceOf(RefusedException.class);

        SpanData span = ended.only("PERSIST");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo(RefusedException.class.getName());
    }
}
