package io.buddykv.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.operator.model.Labels;
import io.buddykv.operator.model.Names;
import io.buddykv.operator.model.Role;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator at a real API server with the real controllers of sets, whether or not any pod ever runs. */
@OnKubernetes(pods = false)
class OperatorIT {
    /** For so long nothing must happen where nothing is to be done. */
    private static final Duration QUIET = Duration.ofSeconds(20);

    private static final Duration SETTLED = Duration.ofSeconds(4);

    private KubernetesClient client;
    private String namespace;
    private Names names;

    @BeforeEach
    void makeNamespace() {
        client = TestingKubernetes.client();
        TestingKubernetes.applyDefinition(client);
        InstalledOperator.takeAway(client);
        namespace = TestingKubernetes.newNamespace(client);
        names = new Names(namespace, "kv");
    }

    @AfterEach
    void deleteNamespace() {
        TestingKubernetes.deleteNamespace(client, namespace);
        client.close();
    }

    private void apply(String spec) {
        TestingKubernetes.apply(client, namespace, "kv", spec);
    }

    private ClusterResource cluster() {
        return client.resources(ClusterResource.class)
                .inNamespace(namespace)
                .withName("kv")
                .get();
    }

    private StatefulSet set(Role role) {
        return client.apps()
                .statefulSets()
                .inNamespace(namespace)
                .withName(names.set(role))
                .get();
    }

    private List<HasMetadata> objects() {
        List<HasMetadata> objects = new ArrayList<>();
        for (Class<? extends HasMetadata> type : List.of(
                StatefulSet.class,
                Service.class,
                ConfigMap.class,
                Secret.class,
                ServiceAccount.class,
                PodDisruptionBudget.class,
                NetworkPolicy.class)) {
            objects.addAll(client.resources(type)
                    .inNamespace(namespace)
                    .withLabel(Labels.MANAGED_BY, Labels.OPERATOR)
                    .list()
                    .getItems());
        }
        return objects;
    }

    /** Waits until everything is there and the operator asks for nothing more. */
    private void awaitSettled(RunningOperator operator) {
        await().atMost(TestingKubernetes.SOON)
                .until(() -> cluster().getStatus() != null && set(Role.ZOOKEEPER) != null && set(Role.SLAVE) != null);
        await().atMost(TestingKubernetes.SOON).pollInterval(SETTLED).until(() -> operator.newRequests()
                .isEmpty());
    }

    private static String key(HasMetadata object) {
        return object.getKind() + "/" + object.getMetadata().getName();
    }

    private Map<String, String> generations() {
        Map<String, String> generations = new TreeMap<>();
        objects()
                .forEach(object -> generations.put(
                        key(object),
                        object instanceof StatefulSet || object instanceof PodDisruptionBudget
                                ? object.getMetadata().getGeneration().toString()
                                : object.getMetadata().getResourceVersion()));
        return generations;
    }

    @Test
    void everyObjectIsAppliedByTheOperatorAloneAndBelongsToItsCluster() {
        apply("{replicas: 3}");
        try (RunningOperator operator = RunningOperator.start(namespace)) {
            awaitSettled(operator);
        }

        assertThat(objects()).hasSize(16);
        assertThat(objects()).allSatisfy(object -> {
            assertThat(object.getMetadata().getOwnerReferences())
                    .as(key(object))
                    .singleElement()
                    .satisfies(owner -> {
                        assertThat(owner.getKind()).isEqualTo("KVCluster");
                        assertThat(owner.getController()).isTrue();
                    });
            assertThat(object.getMetadata().getManagedFields().stream()
                            .filter(entry -> entry.getSubresource() == null
                                    || entry.getSubresource().isEmpty()))
                    .as(key(object))
                    .extracting(ManagedFieldsEntry::getManager, ManagedFieldsEntry::getOperation)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("buddykv-operator", "Apply"));
        });
    }

    @Test
    void whereNothingIsToBeDoneNothingIsAsked() throws InterruptedException {
        apply("{replicas: 3, storage: {size: 1Gi}, resources: {limits: {memory: 2048Mi, cpu: 1000m}}}");
        try (RunningOperator operator = RunningOperator.start(namespace)) {
            awaitSettled(operator);
            Thread.sleep(QUIET.toMillis());
            assertThat(operator.newRequests()).isEmpty();
        }
    }

    @Test
    void anotherOperatorChangesNothingThoughItsImageIsAnother() {
        apply("{replicas: 3}");
        try (RunningOperator operator = RunningOperator.start(namespace, "localhost/buddykv/node:1")) {
            awaitSettled(operator);
        }
        Map<String, String> before = generations();

        try (RunningOperator operator = RunningOperator.start(namespace, "localhost/buddykv/node:2")) {
            awaitSettled(operator);
        }

        assertThat(generations()).isEqualTo(before);
        assertThat(set(Role.SLAVE)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getImage())
                .isEqualTo("localhost/buddykv/node:1");
    }

    @Test
    void whatOthersAddStaysAndWhatTheyChangeIsPutBack() {
        apply("{replicas: 3}");
        try (RunningOperator operator = RunningOperator.start(namespace)) {
            awaitSettled(operator);
            client.services().inNamespace(namespace).withName("kv").edit(service -> {
                service.getMetadata().setAnnotations(Map.of("example.com/added", "by somebody"));
                return service;
            });
            client.apps()
                    .statefulSets()
                    .inNamespace(namespace)
                    .withName(names.set(Role.MASTER))
                    .edit(set -> {
                        set.getSpec().setReplicas(7);
                        return set;
                    });

            await().atMost(TestingKubernetes.SOON)
                    .until(() -> set(Role.MASTER).getSpec().getReplicas() == 2);
            awaitSettled(operator);
        }
        assertThat(client.services()
                        .inNamespace(namespace)
                        .withName("kv")
                        .get()
                        .getMetadata()
                        .getAnnotations())
                .containsEntry("example.com/added", "by somebody");
    }

    @Test
    void whatIsTakenAwayIsMadeAnew() {
        apply("{replicas: 3}");
        try (RunningOperator operator = RunningOperator.start(namespace)) {
            awaitSettled(operator);
            client.services()
                    .inNamespace(namespace)
                    .withName(names.headless(Role.SLAVE))
                    .delete();
            client.configMaps()
                    .inNamespace(namespace)
                    .withName(names.settings())
                    .delete();

            await().atMost(TestingKubernetes.SOON)
                    .until(() -> client.services()
                                    .inNamespace(namespace)
                                    .withName(names.headless(Role.SLAVE))
                                    .get()
                            != null);
            await().atMost(TestingKubernetes.SOON)
                    .until(() -> client.configMaps()
                                    .inNamespace(namespace)
                                    .withName(names.settings())
                                    .get()
                            != null);
        }
    }

    @Test
    void aPausedClusterIsReportedAndLeftAsItIs() {
        apply("{replicas: 3}");
        try (RunningOperator operator = RunningOperator.start(namespace)) {
            awaitSettled(operator);
            apply("{replicas: 5, paused: true}");
            await().atMost(TestingKubernetes.SOON).until(() -> cluster().getStatus().conditions().stream()
                    .anyMatch(condition -> condition.getReason().equals("Paused")));
            awaitSettled(operator);
            assertThat(set(Role.SLAVE).getSpec().getReplicas()).isEqualTo(3);

            apply("{replicas: 5, paused: false}");
            await().atMost(TestingKubernetes.SOON)
                    .until(() -> set(Role.SLAVE).getSpec().getReplicas() == 5);
        }
    }

    @Test
    void whoeverScalesGetsTheNumberOfSlaves() {
        apply("{initialReplicas: 2}");
        try (RunningOperator operator = RunningOperator.start(namespace)) {
            awaitSettled(operator);
            assertThat(cluster().getSpec().replicas()).isEqualTo(2);
            client.resources(ClusterResource.class)
                    .inNamespace(namespace)
                    .withName("kv")
                    .scale(4);
            await().atMost(TestingKubernetes.SOON)
                    .until(() -> set(Role.SLAVE).getSpec().getReplicas() == 4);
        }
    }
}
