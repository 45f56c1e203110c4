package io.buddykv.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.buddykv.operator.model.Role;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A machine that went away with a pod on it. It is a machine that never was: a node object that says Ready once, whose
 * silence Kubernetes notices after forty seconds.
 */
@OnKubernetes(pods = true)
class MachineAwayIT {
    private static final String GHOST = "e2e-ghost";
    private static final String SPEC =
            "memory: 64Mi, keyRanges: 16, masters: 1, zookeeper: {replicas: 1}, podEvictionSeconds: 10";

    private KubernetesClient client;
    private String namespace;
    private TestedCluster cluster;
    private List<String> machines = List.of();

    @BeforeEach
    void install() throws Exception {
        client = TestingKubernetes.client();
        TestingKubernetes.applyDefinition(client);
        InstalledOperator.install(client);
        namespace = TestingKubernetes.newNamespace(client);
        cluster = new TestedCluster(client, namespace, "away");
    }

    @AfterEach
    void delete() {
        machines.forEach(machine -> cordon(machine, false));
        client.nodes().withName(GHOST).delete();
        TestingKubernetes.deleteNamespace(client, namespace);
        client.close();
    }

    @Test
    void aPodOnAMachineThatIsAwayIsGivenUpAndComesBackElsewhere() throws Exception {
        cluster.apply("replicas: 2, " + SPEC);
        cluster.awaitSettled(2);
        machines = client.nodes().list().getItems().stream()
                .map(machine -> machine.getMetadata().getName())
                .toList();
        makeGhost();
        machines.forEach(machine -> cordon(machine, true));
        cluster.apply("replicas: 3, " + SPEC);
        String stuck = cluster.names().pod(Role.SLAVE, 3);
        await().atMost(TestedCluster.PATIENCE).until(() -> GHOST.equals(machineOf(stuck)));
        String before = cluster.uids(Role.SLAVE).get(stuck);
        machines.forEach(machine -> cordon(machine, false));
        try (AcknowledgedWrites writes = cluster.writes()) {
            // As Kubernetes itself does it after some minutes; without a kubelet the pod stays.
            await().atMost(TestedCluster.PATIENCE).until(() -> !isReady(GHOST));
            cluster.deletePod(stuck);
            cluster.awaitThat(seen -> !before.equals(seen.uids(Role.SLAVE).getOrDefault(stuck, before)));
            cluster.awaitSettled(3);
            writes.assertNobodyNoticed("a pod on a machine that was away was given up");
        }
        assertThat(machineOf(stuck)).isNotEqualTo(GHOST);
    }

    private String machineOf(String pod) {
        Pod found = client.pods().inNamespace(namespace).withName(pod).get();
        return found == null ? null : found.getSpec().getNodeName();
    }

    private void makeGhost() {
        Map<String, Quantity> room =
                Map.of("cpu", new Quantity("8"), "memory", new Quantity("16Gi"), "pods", new Quantity("100"));
        Node ghost = new NodeBuilder()
                .withNewMetadata()
                .withName(GHOST)
                .addToLabels("kubernetes.io/hostname", GHOST)
                .endMetadata()
                .withNewStatus()
                .withCapacity(room)
                .withAllocatable(room)
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withReason("Said")
                .withMessage("once")
                .withLastHeartbeatTime(java.time.Instant.now()
                        .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                        .toString())
                .withLastTransitionTime(java.time.Instant.now()
                        .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                        .toString())
                .endCondition()
                .endStatus()
                .build();
        client.nodes().resource(ghost).create();
        client.nodes().resource(ghost).patchStatus();
        change(GHOST, "{\"spec\": {\"taints\": null}}");
    }

    private void cordon(String machine, boolean cordoned) {
        change(machine, "{\"spec\": {\"unschedulable\": " + cordoned + "}}");
    }

    /** Whatever Kubernetes itself writes at the same time. */
    private void change(String machine, String patch) {
        client.nodes().withName(machine).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    private boolean isReady(String machine) {
        return client.nodes().withName(machine).get().getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }
}
