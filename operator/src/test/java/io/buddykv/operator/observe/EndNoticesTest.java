package io.buddykv.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.operator.Clusters;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndNoticesTest {
    private static final Duration SOON = Duration.ofMinutes(2);

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final ClusterResource cluster = Clusters.with("{replicas: 3}");
    private final ResourceID id = ResourceID.fromResource(cluster);
    private HttpServer slave;
    private EndNotices notices;

    @BeforeEach
    void startSlave() throws IOException {
        slave = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slave.createContext("/", exchange -> {
            told.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("X-BuddyKV-Credentials"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        slave.start();
        notices = new EndNotices(HttpClient.newHttpClient(), slave.getAddress().getPort(), SOON);
    }

    @AfterEach
    void stopSlave() {
        slave.stop(0);
    }

    private void awaitTold(String credentials) {
        await().atMost(SOON).until(() -> told.contains("POST /v1/end " + credentials));
    }

    private ClusterResource with(String finalizer) {
        ClusterResource marked = Clusters.with("{replicas: 3}");
        marked.getMetadata().setFinalizers(List.of(finalizer));
        return marked;
    }

    @Test
    void everySlaveOfADeletedClusterIsToldOnce() {
        notices.remember(id, List.of("127.0.0.1", "127.0.0.1"), () -> "secret");
        notices.onResourceDeleted(cluster);
        await().atMost(SOON).until(() -> told.size() == 2);
        notices.onResourceDeleted(cluster);

        notices.remember(id, List.of("127.0.0.1"), () -> "another");
        notices.onResourceDeleted(cluster);
        awaitTold("another");
        assertThat(told).hasSize(3);
    }

    @Test
    void whoeverDeletesTheObjectsFirstIsHeardBeforeTheClusterHasGone() {
        notices.remember(id, List.of("127.0.0.1"), () -> "secret");
        notices.onResourceUpdated(with("foregroundDeletion"), cluster);
        awaitTold("secret");
    }

    @Test
    void aClusterWhoseObjectsAreKeptDoesNotEnd() {
        notices.remember(id, List.of("127.0.0.1"), () -> "orphaned");
        notices.onResourceUpdated(with("orphan"), cluster);
        notices.onResourceDeleted(cluster);

        notices.remember(id, List.of("127.0.0.1"), () -> "secret");
        notices.onResourceDeleted(cluster);
        awaitTold("secret");
        assertThat(told).hasSize(1);
    }
}
