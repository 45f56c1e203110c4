package io.buddykv.node.port.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.buddykv.crds.KvClusterReader;
import io.buddykv.node.boot.NodeSettings;
import io.buddykv.node.boot.Role;
import io.buddykv.node.local.SupervisedProcesses;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The http ports of two slaves and a master, as processes of their own, with times for machines that are busy. */
class HttpPortIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = client(HttpClient.Redirect.NEVER);
    private static final HttpClient FOLLOWING = client(HttpClient.Redirect.NORMAL);

    @TempDir
    static Path directory;

    private static SupervisedProcesses processes;

    @BeforeAll
    static void start() throws IOException {
        processes = new SupervisedProcesses(
                directory,
                Path.of(System.getProperty("buddykv.application", "target/quarkus-app"))
                        .toAbsolutePath(),
                KvClusterReader.read(
                                """
                                apiVersion: buddykv.io/v1
                                kind: KVCluster
                                metadata: {name: http}
                                spec:
                                  {replicas: 2, masters: 1, memory: 64Mi, leaseMillis: 1500, heartbeatMillis: 100,
                                   suspicionMillis: 600, checkMillis: 400, stallMillis: 1000}
                                """)
                        .spec(),
                SupervisedProcesses.Site.LOOPBACK);
        processes.start();
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            JsonNode cluster = json(get(at(Role.MASTER, 0, "/v1/cluster")));
            assertThat(cluster.get("ready").asBoolean()
                            && cluster.get("redundant").asBoolean())
                    .as(processes.story())
                    .isTrue();
        });
    }

    @AfterAll
    static void end() {
        processes.close();
    }

    private static HttpClient client(HttpClient.Redirect redirect) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(redirect)
                .build();
    }

    private static URI at(Role role, int number, String path) {
        NodeSettings node = processes.settings(role, number);
        return URI.create("http://" + node.host() + ":" + node.ports().http() + path);
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(PATIENCE);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return send(request(uri));
    }

    private static HttpResponse<String> put(URI uri, String value, String... headers) throws Exception {
        HttpRequest.Builder put = request(uri).PUT(HttpRequest.BodyPublishers.ofString(value));
        return send(headers.length == 0 ? put : put.headers(headers));
    }

    private static HttpResponse<String> delete(URI uri, String... headers) throws Exception {
        HttpRequest.Builder delete = request(uri).DELETE();
        return send(headers.length == 0 ? delete : delete.headers(headers));
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static String tag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    /** The key at the slave that serves it. */
    private static URI home(String key) throws Exception {
        int primary =
                json(get(at(Role.MASTER, 0, "/v1/route/" + key))).get("primary").asInt();
        return at(Role.SLAVE, primary, "/v1/keys/" + key);
    }

    @Test
    void aKeyIsCreatedReadReplacedAndDeleted() throws Exception {
        URI key = home("life");

        assertThat(get(key).statusCode()).isEqualTo(404);
        HttpResponse<String> created = put(key, "one");
        assertThat(created.statusCode()).isEqualTo(201);
        HttpResponse<String> read = get(key);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo("one");
        assertThat(tag(read)).isEqualTo(tag(created));
        assertThat(read.headers().firstValue(KeysResource.TIME_TO_LIVE)).isEmpty();
        HttpResponse<String> replaced = put(key, "two");
        assertThat(replaced.statusCode()).isEqualTo(204);
        assertThat(tag(replaced)).isNotEqualTo(tag(created));
        assertThat(delete(key).statusCode()).isEqualTo(204);
        assertThat(delete(key).statusCode()).isEqualTo(404);
        assertThat(get(key).statusCode()).isEqualTo(404);
    }

    @Test
    void aValueMayBeEmptyAndAKeyHaveAnyCharacter() throws Exception {
        URI key = home("a%2Fb%20%C3%A4%3F");

        assertThat(put(key, "").statusCode()).isEqualTo(201);
        assertThat(get(key).statusCode()).isEqualTo(200);
        assertThat(get(key).body()).isEmpty();
    }

    @Test
    void aKeyExpires() throws Exception {
        URI key = home("short");

        assertThat(put(URI.create(key + "?ttlMillis=60000"), "x").statusCode()).isEqualTo(201);
        assertThat(get(key).headers()
                        .firstValueAsLong(KeysResource.TIME_TO_LIVE)
                        .orElseThrow())
                .isBetween(1L, 60_000L);
        put(URI.create(key + "?ttlMillis=1"), "x");
        await().atMost(PATIENCE).until(() -> get(key).statusCode() == 404);
        assertThat(put(URI.create(key + "?ttlMillis=-1"), "x").statusCode()).isEqualTo(400);
        assertThat(put(URI.create(key + "?ttlMillis=soon"), "x").statusCode()).isBetween(400, 404);
    }

    @Test
    void tagsMakeItACompareAndSet() throws Exception {
        URI key = home("compared");
        String first = tag(put(key, "first", "If-None-Match", "*"));

        assertThat(put(key, "again", "If-None-Match", "*").statusCode()).isEqualTo(412);
        assertThat(put(key, "second", "If-Match", "\"other\"").statusCode()).isEqualTo(412);
        HttpResponse<String> second = put(key, "second", "If-Match", "\"other\", " + first);
        assertThat(second.statusCode()).isEqualTo(204);
        assertThat(put(key, "late", "If-Match", first).statusCode()).isEqualTo(412);
        assertThat(get(key).body()).isEqualTo("second");

        assertThat(send(request(key).header("If-None-Match", tag(second))).statusCode())
                .isEqualTo(304);
        assertThat(send(request(key).header("If-None-Match", first)).body()).isEqualTo("second");
        assertThat(delete(key, "If-Match", first).statusCode()).isEqualTo(412);
        assertThat(delete(key, "If-Match", "*").statusCode()).isEqualTo(204);
        assertThat(put(key, "x", "If-Match", "*").statusCode()).isEqualTo(412);
    }

    @Test
    void anotherSlaveSendsToTheOneThatServesTheKey() throws Exception {
        URI right = home("elsewhere");
        int wrongNumber = right.getPort() == at(Role.SLAVE, 1, "/").getPort() ? 2 : 1;
        URI wrong = at(Role.SLAVE, wrongNumber, right.getPath());

        HttpResponse<String> sent = put(wrong, "x");
        assertThat(sent.statusCode()).isEqualTo(307);
        assertThat(sent.headers().firstValue("Location")).contains(right.toString());
        assertThat(get(right).statusCode()).isEqualTo(404);
        HttpRequest followed =
                request(wrong).PUT(HttpRequest.BodyPublishers.ofString("y")).build();
        assertThat(FOLLOWING
                        .send(followed, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(201);
        assertThat(get(right).body()).isEqualTo("y");
    }

    @Test
    void aMasterHoldsNoKeysAndKnowsWhereTheyAre() throws Exception {
        HttpResponse<String> refused = get(at(Role.MASTER, 0, "/v1/keys/a"));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("holds no keys");

        JsonNode route = json(get(at(Role.MASTER, 0, "/v1/route/a")));
        assertThat(route.get("slot").asInt()).isEqualTo(15495);
        assertThat(route.get("redirected").asBoolean()).isFalse();
        assertThat(route.get("state").asText()).isEqualTo("SERVING");
        assertThat(route.get("inSync")).hasSize(2);
        NodeSettings primary =
                processes.settings(Role.SLAVE, route.get("primary").asInt());
        assertThat(route.get("client").asText())
                .isEqualTo(primary.host() + ":" + primary.ports().client());
    }

    @Test
    void everyNodeTellsTheClusterAndItself() throws Exception {
        for (URI uri : new URI[] {at(Role.MASTER, 0, "/v1/cluster"), at(Role.SLAVE, 1, "/v1/cluster")}) {
            // A master whose session has ended on a slow machine is seen again a moment later.
            await().untilAsserted(() -> {
                JsonNode cluster = json(get(uri));
                assertThat(cluster.get("slaves")).hasSize(2).allSatisfy(slave -> {
                    assertThat(slave.get("state").asText()).isEqualTo("UP");
                    assertThat(slave.get("primaries").asInt()).isEqualTo(128);
                });
                assertThat(cluster.get("slaves"))
                        .allSatisfy(slave ->
                                assertThat(slave.get("keys").isNumber()).isTrue());
                assertThat(cluster.get("masters")).hasSize(1);
                assertThat(cluster.get("ranges").get("total").asInt()).isEqualTo(256);
            });
        }
        assertThat(json(get(at(Role.MASTER, 0, "/v1/cluster?figures=false"))).get("slaves"))
                .hasSize(2)
                .allSatisfy(slave -> assertThat(slave.get("keys").isNull()).isTrue());
        assertThat(json(get(at(Role.SLAVE, 2, "/v1/cluster/ranges")))).hasSize(256);
        assertThat(json(get(at(Role.SLAVE, 2, "/v1/node"))).get("label").asText())
                .isEqualTo("slave-2");
        assertThat(get(at(Role.SLAVE, 1, "/q/openapi")).body()).contains("/v1/keys/{key}", "/v1/cluster/events");
        assertThat(get(at(Role.SLAVE, 1, "/q/metrics")).body()).contains("buddykv_ranges_primary");
        assertThat(get(at(Role.SLAVE, 1, "/v1/nothing")).statusCode()).isEqualTo(404);
    }

    @Test
    void eventsBeginWithThePresentState() throws Exception {
        HttpResponse<java.io.InputStream> events = CLIENT.send(
                request(at(Role.SLAVE, 1, "/v1/cluster/events")).build(), HttpResponse.BodyHandlers.ofInputStream());

        assertThat(events.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            String data = lines.readLine();
            while (!data.startsWith("data:")) {
                data = lines.readLine();
            }
            assertThat(JSON.readTree(data.substring("data:".length()))
                            .get("version")
                            .asLong())
                    .isEqualTo(json(get(at(Role.SLAVE, 1, "/v1/cluster")))
                            .get("version")
                            .asLong());
        }
    }
}
