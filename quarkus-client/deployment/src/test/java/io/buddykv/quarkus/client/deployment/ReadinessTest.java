package io.buddykv.quarkus.client.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.client.KVClient;
import io.buddykv.client.TestingCluster;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadinessTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addAsManifestResource(EmptyAsset.INSTANCE, "beans.xml"))
            .overrideConfigKey("quarkus.buddykv.hosts", TestingCluster.HOSTS)
            .overrideRuntimeConfigKey("quarkus.buddykv.health-timeout", "300ms");

    @Inject
    KVClient client;

    @TestHTTPResource("/q/health/ready")
    URI ready;

    @TestHTTPResource("/q/metrics")
    URI metrics;

    @Test
    void followsTheCluster() throws Exception {
        TestingCluster.start();
        client.set("k", "v");
        assertThat(get(ready).statusCode()).isEqualTo(200);
        assertThat(get(ready).body()).contains("BuddyKV clients").contains("\"<default>\": \"UP\"");
        assertThat(get(metrics).body())
                .contains("buddykv_client_calls_seconds_count{")
                .contains("command=\"SET\"")
                .contains("buddykv_client_map_version{");

        TestingCluster.end();
        assertThat(get(ready).statusCode()).isEqualTo(503);
        assertThat(get(ready).body()).contains("no answer within 300 ms");
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
