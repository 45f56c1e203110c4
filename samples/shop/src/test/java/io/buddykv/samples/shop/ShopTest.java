package io.buddykv.samples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.client.KVClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The sample over a real cluster of two slaves that Dev Services have started. */
@QuarkusTest
class ShopTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @TestHTTPResource
    URI root;

    @Inject
    KVClient client;

    @Test
    void sessionsAreOpenedUsedAndClosed() throws Exception {
        String id = send("POST", "shop/sessions/ada").body();
        assertThat(send("GET", "shop/sessions/" + id).body()).isEqualTo("{\"user\":\"ada\",\"logins\":1}");
        assertThat(send("DELETE", "shop/sessions/" + id).statusCode()).isEqualTo(204);
        assertThat(send("GET", "shop/sessions/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void whoComesTooOftenIsRefused() throws Exception {
        for (int call = 0; call < 5; call++) {
            assertThat(send("POST", "shop/sessions/bob").statusCode()).isEqualTo(200);
        }
        assertThat(send("POST", "shop/sessions/bob").statusCode()).isEqualTo(429);
    }

    @Test
    void aPriceIsAskedForOnce() throws Exception {
        String price = send("GET", "shop/prices/lamp").body();
        assertThat(send("GET", "shop/prices/lamp").body()).isEqualTo(price);
        long before = fromMemory();
        while (fromMemory() == before) {
            assertThat(send("GET", "shop/prices/lamp").body()).isEqualTo(price);
        }
        assertThat(client.timeToLive("cache:prices:\"lamp\"").orElseThrow())
                .isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
        assertThat(send("DELETE", "shop/prices/lamp").statusCode()).isEqualTo(204);
        assertThat(send("GET", "shop/prices/lamp").body()).isNotEqualTo(price);
    }

    private long fromMemory() throws Exception {
        return Long.parseLong(send("GET", "shop/prices").body());
    }

    @Test
    void theApplicationIsReady() throws Exception {
        assertThat(send("GET", "q/health/ready").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(root.resolve("/" + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
