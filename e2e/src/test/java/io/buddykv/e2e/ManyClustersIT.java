package io.buddykv.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** One operator with many clusters, of which no pod is ever started. Only in the profile proof. */
@OnKubernetes(pods = false)
@EnabledIfSystemProperty(named = "proof", matches = "full")
class ManyClustersIT {
    private static final int CLUSTERS = 200;
    private static final Duration LAID_OUT = Duration.ofSeconds(60);
    private static final Duration WHILE_QUIET = Duration.ofSeconds(60);

    /** All clusters are some megabytes to answer with: whoever looks again and again delays what it looks for. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    /** What the manifests give the operator's heap; this process holds more than the operator. */
    private static final long HEAP_BYTES = 224L << 20;

    private KubernetesClient client;
    private String namespace;

    @BeforeEach
    void makeNamespace() {
        client = TestingKubernetes.client();
        TestingKubernetes.applyDefinition(client);
        InstalledOperator.takeAway(client);
        namespace = TestingKubernetes.newNamespace(client);
        client.resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("no-pods")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .addToHard("pods", new Quantity("0"))
                        .endSpec()
                        .build())
                .serverSideApply();
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
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(LOOK)
                    .until(() -> reported() == CLUSTERS && sets() == 3 * CLUSTERS);
            Duration taken = Duration.between(from, Instant.now());
            List<String> requests = operator.newRequests();
            System.out.println(CLUSTERS + " clusters laid out in " + taken.toSeconds() + " s by " + requests.size()
                    + " requests: " + byKind(requests));
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofSeconds(5))
                    .until(() -> operator.newRequests().isEmpty());
            System.out.println(
                    "quiet after " + Duration.between(from, Instant.now()).toSeconds() + " s");
            Thread.sleep(WHILE_QUIET.toMillis());
            assertThat(operator.newRequests()).isEmpty();
            System.gc();
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            System.out.println("heap of operator and test: " + (heap >> 20) + " MiB");
            assertThat(heap).isLessThan(HEAP_BYTES);
            assertThat(taken).isLessThan(LAID_OUT);
        }
    }

    /** As in {@code PATCH statefulsets}. */
    private static Map<String, Long> byKind(List<String> requests) {
        return requests.stream()
                .collect(Collectors.groupingBy(
                        request -> request.replaceAll("^(\\S+) .*/namespaces/[^/]+/([^/]+)(/[^/]+(/.+)?)?$", "$1 $2$4"),
                        TreeMap::new,
                        Collectors.counting()));
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
