package io.buddykv.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** One operator with many clusters, of which no pod is ever started. Only in the profile proof. */
@OnKubernetes(pods = false)
@EnabledIfSystemProperty(named = "proof", matches = "full")
class ManyClustersIT {
    private static final int CLUSTERS = 200;
    private static final Duration WHILE_QUIET = Duration.ofSeconds(60);

    private KubernetesClient client;
    private String namespace;

    @BeforeEach
    void makeNamespace() {
        client = TestingKubernetes.client();
        TestingKubernetes.applyDefinition(client);
        namespace = TestingKubernetes.newNamespace(client);
    }

    @AfterEach
    void deleteNamespace() {
        TestingKubernetes.deleteNamespace(client, namespace);
        client.close();
    }

    @Test
    void manyClustersAreLookedAfterQuicklyAndThenQuietly() throws InterruptedException {
        for (int i = 0; i < CLUSTERS; i++) {
            TestingKubernetes.apply(client, namespace, "kv-" + i, "{replicas: 3}");
        }
        Instant from = Instant.now();
        try (RunningOperator operator = RunningOperator.start(namespace)) {
            await().atMost(Duration.ofMinutes(5)).until(() -> reported() == CLUSTERS && sets() == 3 * CLUSTERS);
            System.out.println(CLUSTERS + " clusters laid out in "
                    + Duration.between(from, Instant.now()).toSeconds() + " s");
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofSeconds(5))
                    .until(() -> operator.newRequests().isEmpty());
            System.out.println(
                    "quiet after " + Duration.between(from, Instant.now()).toSeconds() + " s");
            Thread.sleep(WHILE_QUIET.toMillis());
            assertThat(operator.newRequests()).isEmpty();
        }
    }

    private long reported() {
        return client.resources(ClusterResource.class).inNamespace(namespace).list().getItems().stream()
                .filter(cluster -> cluster.getStatus() != null)
                .count();
    }

    private int sets() {
        return client.apps()
                .statefulSets()
                .inNamespace(namespace)
                .list()
                .getItems()
                .size();
    }
}
