package io.buddykv.e2e;

import static org.awaitility.Awaitility.await;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.crds.kubernetes.ClusterResourceStatus;
import io.buddykv.operator.model.Labels;
import io.buddykv.operator.model.Names;
import io.buddykv.operator.model.Port;
import io.buddykv.operator.model.Role;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One cluster under test, and how long tests wait for it. */
final class TestedCluster {
    static final Duration PATIENCE = Duration.ofMinutes(6);

    /** Machines of tests are small and crowded: a process may not get a processor for half a second. */
    static final String TIMES =
            "leaseMillis: 2500, heartbeatMillis: 200, suspicionMillis: 1000, checkMillis: 800, stallMillis: 1500";

    private final KubernetesClient client;
    private final Names names;

    TestedCluster(KubernetesClient client, String namespace, String name) {
        this.client = client;
        this.names = new Names(namespace, name);
    }

    Names names() {
        return names;
    }

    void apply(String spec) {
        TestingKubernetes.apply(client, names.namespace(), names.cluster(), "{" + TIMES + ", " + spec + "}");
    }

    void delete() {
        client.resources(ClusterResource.class)
                .inNamespace(names.namespace())
                .withName(names.cluster())
                .delete();
        await().atMost(PATIENCE)
                .until(() -> pods(Role.SLAVE).isEmpty() && pods(Role.ZOOKEEPER).isEmpty());
    }

    void scale(int slaves) {
        client.resources(ClusterResource.class)
                .inNamespace(names.namespace())
                .withName(names.cluster())
                .scale(slaves);
    }

    ClusterResource resource() {
        return client.resources(ClusterResource.class)
                .inNamespace(names.namespace())
                .withName(names.cluster())
                .get();
    }

    Optional<ClusterResourceStatus> status() {
        return Optional.ofNullable(resource()).map(ClusterResource::getStatus);
    }

    boolean is(String condition, String value) {
        return status().map(ClusterResourceStatus::conditions).stream()
                .flatMap(List::stream)
                .anyMatch(known ->
                        known.getType().equals(condition) && known.getStatus().equals(value));
    }

    String reasonOf(String condition) {
        return status().map(ClusterResourceStatus::conditions).stream()
                .flatMap(List::stream)
                .filter(known -> known.getType().equals(condition))
                .findFirst()
                .map(Condition::getReason)
                .orElse("");
    }

    /** Everything is there, served, redundant, and nothing is on its way. */
    void awaitSettled(int slaves) {
        await().atMost(PATIENCE)
                .until(() -> pods(Role.SLAVE).size() == slaves
                        && is("Ready", "True")
                        && is("Redundant", "True")
                        && is("Progressing", "False")
                        && is("Degraded", "False")
                        && status().get().slavesReady().equals(slaves + "/" + slaves)
                        && status().get()
                                .observedGeneration()
                                .equals(resource().getMetadata().getGeneration()));
    }

    /** Whatever a test before has left behind. */
    void settle(int slaves) {
        scale(slaves);
        awaitSettled(slaves);
    }

    void awaitThat(Predicate<TestedCluster> holds) {
        await().atMost(PATIENCE).until(() -> holds.test(this));
    }

    List<Pod> pods(Role role) {
        return client.pods()
                .inNamespace(names.namespace())
                .withLabels(Labels.selector(names, role))
                .list()
                .getItems();
    }

    /** By name, so that a pod can be told from its successor. */
    Map<String, String> uids(Role role) {
        return pods(role).stream()
                .collect(Collectors.toMap(pod -> pod.getMetadata().getName(), pod -> pod.getMetadata()
                        .getUid()));
    }

    /** Of the pods of every role. */
    Map<String, String> allUids() {
        Map<String, String> all = new HashMap<>();
        for (Role role : Role.values()) {
            all.putAll(uids(role));
        }
        return all;
    }

    void deletePod(String pod) {
        client.pods().inNamespace(names.namespace()).withName(pod).delete();
    }

    void killPod(String pod) {
        client.pods()
                .inNamespace(names.namespace())
                .withName(pod)
                .withGracePeriod(0)
                .delete();
    }

    /** As a machine that is emptied does it; false when the budget forbids it now. */
    boolean evict(String pod) {
        return client.pods().inNamespace(names.namespace()).withName(pod).evict();
    }

    AcknowledgedWrites writes() {
        return new AcknowledgedWrites(clientAddress(), Port.CLIENT.number()).start();
    }

    String clientAddress() {
        return client.services()
                .inNamespace(names.namespace())
                .withName(names.clientService())
                .get()
                .getSpec()
                .getClusterIP();
    }
}
