package io.buddykv.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.operator.Clusters;
import io.buddykv.operator.OperatorProcess;
import io.buddykv.operator.model.Names;
import io.buddykv.operator.model.Role;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.javaoperatorsdk.operator.Operator;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The reconciler with the real SDK, on a mock of an API server that keeps what it is given. What needs a real one (who owns
 * which field, defaults, rules, pods) is not to be seen here.
 */
@EnableKubernetesMockClient(crud = true)
class ClusterReconcilerTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Names NAMES = new Names("shop", "kv");

    KubernetesClient client;

    private Operator operator;

    @BeforeEach
    void startOperator() {
        operator = new Operator(overrider -> overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                // The mock knows no server-side apply of what is not there.
                .withSSABasedCreateUpdateMatchForDependentResources(false)
                .withUseSSAToPatchPrimaryResource(false));
        operator.register(OperatorProcess.reconciler("buddykv/node:1"));
        operator.start();
    }

    @AfterEach
    void stopOperator() {
        operator.stop();
    }

    private StatefulSet set(Role role) {
        return client.apps()
                .statefulSets()
                .inNamespace(NAMES.namespace())
                .withName(NAMES.set(role))
                .get();
    }

    @Test
    void aClusterGetsItsObjectsAndAStatus() {
        ClusterResource cluster = Clusters.with("{replicas: 5, zookeeper: {replicas: 1}}");
        client.resource(cluster).create();

        await().atMost(SOON).untilAsserted(() -> assertThat(client.resources(ClusterResource.class)
                        .inNamespace("shop")
                        .withName("kv")
                        .get()
                        .getStatus())
                .isNotNull());
        await().atMost(SOON).untilAsserted(() -> {
            for (Role role : Role.values()) {
                assertThat(set(role)).isNotNull();
            }
        });
        assertThat(set(Role.SLAVE).getSpec().getReplicas()).isEqualTo(5);
        assertThat(set(Role.SLAVE).getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> {
                    assertThat(owner.getName()).isEqualTo("kv");
                    assertThat(owner.getController()).isTrue();
                });
        Secret credentials = client.secrets()
                .inNamespace("shop")
                .withName(NAMES.credentials())
                .get();
        assertThat(credentials).isNotNull();
        assertThat(client.services().inNamespace("shop").list().getItems()).hasSize(4);
        assertThat(client.network()
                        .v1()
                        .networkPolicies()
                        .inNamespace("shop")
                        .list()
                        .getItems())
                .hasSize(3);
    }

    /** A real API server has no scale to read where there is no number yet; this one keeps what is written over it. */
    @Test
    void whoeverLeavesTheNumberToAnAutoscalerGetsOneToBeginWith() {
        client.resource(Clusters.with("{initialReplicas: 2, zookeeper: {replicas: 1}}"))
                .create();

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(set(Role.SLAVE)).isNotNull();
            assertThat(set(Role.SLAVE).getSpec().getReplicas()).isEqualTo(2);
        });
    }
}
