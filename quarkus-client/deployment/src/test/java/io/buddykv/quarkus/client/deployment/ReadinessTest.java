package io.buddykv.quarkus.client.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.buddykv.client.KVClient;
import io.buddykv.client.TestingCluster;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadinessTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestingApplication.untraced()
            .overrideConfigKey("quarkus.buddykv.hosts", TestingCluster.HOSTS)
            .overrideRuntimeConfigKey("quarkus.buddykv.deadline", "60S")
            .overrideRuntimeConfigKey("quarkus.buddykv.health-timeout", "300ms");

    @Inject
    KVClient client;

    @TestHTTPResource("/q/health/ready")
    URI ready;

    @TestHTTPResource("/q/metrics")
    URI metrics;

    @Test
    void followsTheCluster() throws Exception {
        assertThat(get(ready).body())
                .contains("no answer within 300 ms, and none so far from any of quarkus.buddykv.hosts");

        TestingCluster.start();
        client.set("k", "v");
        // A busy machine may take longer than the check waits, once or twice.
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            HttpResponse<String> up = get(ready);
            assertThat(up.statusCode()).isEqualTo(200);
            assertThat(up.body()).contains("BuddyKV clients").contains("\"<default>\": \"UP\"");
        });
        assertThat(get(metrics).body())
                .contains("buddykv_client_calls_seconds_count{")
                .contains("command=\"SET\"")
                .contains("buddykv_client_map_version{");

        TestingCluster.end();
        HttpResponse<String> down = get(ready);
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.body()).contains("no answer within 300 ms\"");
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
