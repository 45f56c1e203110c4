package io.buddykv.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.buddykv.operator.model.Role;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What a cluster with storage promises besides: one cluster goes through all of it, and is deleted and applied again. */
@OnKubernetes(pods = true)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DurableClusterIT {
    private static final int SLAVES = 3;
    private static final String SPEC = "replicas: 3, memory: 64Mi, keyRanges: 64, zookeeper: {replicas: 1}, storage: ";
    private static final String SMALL = SPEC + "{size: 1Gi}";
    private static final int GROWTHS = 3;

    private static TestedNamespace namespace;
    private static TestedCluster cluster;

    @BeforeAll
    static void install() throws Exception {
        namespace = TestedNamespace.open();
        cluster = namespace.cluster("durable");
    }

    @AfterAll
    static void deleteNamespace() {
        if (namespace != null) {
            namespace.close();
        }
    }

    @Test
    @Order(1)
    void allPodsDeletedAtOnceLoseNothing() throws Exception {
        cluster.apply(SMALL);
        cluster.awaitSettled(SLAVES);
        try (AcknowledgedWrites writes = cluster.writes()) {
            Map<String, String> before = new HashMap<>(cluster.uids(Role.SLAVE));
            List.of(Role.SLAVE, Role.MASTER, Role.ZOOKEEPER)
                    .forEach(role -> cluster.uids(role).keySet().forEach(cluster::killPod));
            cluster.awaitThat(seen -> seen.uids(Role.SLAVE).size() == SLAVES
                    && seen.uids(Role.SLAVE).values().stream().noneMatch(before::containsValue));
            cluster.awaitSettled(SLAVES);
            writes.awaitMore();
            writes.assertNothingLost("all pods of a durable cluster killed at once");
        }
        assertThat(cluster.is("DataLost", "False")).isTrue();
    }

    @Test
    @Order(2)
    void whatIsDeletedAndAppliedAgainFindsItsDataAndIsNotReadyBefore() throws Exception {
        cluster.awaitSettled(SLAVES);
        String id = cluster.status().orElseThrow().clusterId();
        AcknowledgedWrites writes = cluster.writes();
        writes.awaitMore();
        writes.pause();
        cluster.delete();
        cluster.apply(SMALL);
        cluster.awaitThat(seen -> {
            boolean ready = seen.is("Ready", "True");
            long running = seen.pods(Role.SLAVE).stream()
                    .filter(pod -> !pod.getStatus().getContainerStatuses().isEmpty()
                            && Boolean.TRUE.equals(pod.getStatus()
                                    .getContainerStatuses()
                                    .get(0)
                                    .getStarted()))
                    .count();
            assertThat(ready && running == 0)
                    .as("Ready without one slave that has started")
                    .isFalse();
            return ready;
        });
        cluster.awaitSettled(SLAVES);
        assertThat(cluster.status().orElseThrow().clusterId()).isEqualTo(id);
        assertThat(cluster.is("DataLost", "False")).isTrue();
        writes.readFrom(cluster);
        writes.assertNothingLost("a durable cluster deleted and applied again");
        writes.close();
    }

    /** Again as soon as the set has been made for the size before: its pods are its own before it goes once more. */
    @Test
    @Order(3)
    void volumesGrowAndNoPodIsRestarted() throws Exception {
        if (cluster.resource() == null) {
            cluster.apply(SMALL);
        }
        cluster.awaitSettled(SLAVES);
        assumeTrue(classGrows(), "the volumes' class does not let them grow");
        int size = gibibytes(cluster.resource().getSpec().storage().size());
        Map<String, String> before = cluster.uids(Role.SLAVE);
        try (AcknowledgedWrites writes = cluster.writes()) {
            for (int larger = size + 1; larger <= size + GROWTHS; larger++) {
                String wanted = larger + "Gi";
                cluster.apply(SPEC + "{size: " + wanted + "}");
                cluster.awaitThat(seen -> madeFor().equals(wanted));
            }
            String wanted = size + GROWTHS + "Gi";
            cluster.awaitThat(seen -> claims().stream().allMatch(claim -> hasGrown(claim, wanted))
                    && seen.pods(Role.SLAVE).stream().allMatch(pod -> isOwnedByTheSet(pod))
                    && seen.reasonOf("Progressing").equals("Settled"));
            cluster.awaitSettled(SLAVES);
            writes.awaitMore();
            writes.assertNobodyNoticed("volumes grown");
        }
        assertThat(cluster.uids(Role.SLAVE)).isEqualTo(before);
        assertThat(cluster.pods(Role.SLAVE)).noneMatch(Pod::isMarkedForDeletion);
    }

    private static Optional<StatefulSet> set() {
        return Optional.ofNullable(namespace
                .client()
                .apps()
                .statefulSets()
                .inNamespace(namespace.name())
                .withName(cluster.names().set(Role.SLAVE))
                .get());
    }

    /** The size of the volumes that the present set makes; empty while there is none. */
    private static String madeFor() {
        return set().map(made -> made.getSpec()
                        .getVolumeClaimTemplates()
                        .get(0)
                        .getSpec()
                        .getResources()
                        .getRequests()
                        .get("storage")
                        .toString())
                .orElse("");
    }

    private static boolean isOwnedByTheSet(Pod pod) {
        return set().filter(
                        made -> pod.getMetadata().getOwnerReferences().stream().anyMatch(owner -> owner.getUid()
                                .equals(made.getMetadata().getUid())))
                .isPresent();
    }

    private static int gibibytes(String size) {
        return Integer.parseInt(size.substring(0, size.indexOf("Gi")));
    }

    private static List<PersistentVolumeClaim> claims() {
        return namespace.client().persistentVolumeClaims().inNamespace(namespace.name()).list().getItems().stream()
                .filter(claim ->
                        claim.getMetadata().getName().contains(cluster.names().set(Role.SLAVE)))
                .toList();
    }

    /** Volumes that a cluster of that name has left behind may be larger. */
    private static boolean hasGrown(PersistentVolumeClaim claim, String wanted) {
        Quantity requested = claim.getSpec().getResources().getRequests().get("storage");
        return requested.getNumericalAmount().compareTo(new Quantity(wanted).getNumericalAmount()) >= 0;
    }

    private static boolean classGrows() {
        Set<String> names = Set.copyOf(claims().stream()
                .map(claim -> claim.getSpec().getStorageClassName())
                .toList());
        return namespace.client().storage().v1().storageClasses().list().getItems().stream()
                .filter(known -> names.contains(known.getMetadata().getName()))
                .allMatch(DurableClusterIT::grows);
    }

    private static boolean grows(StorageClass known) {
        return Boolean.TRUE.equals(known.getAllowVolumeExpansion());
    }

    @AfterEach
    void tellWhatIsThere() {
        cluster.status().ifPresent(status -> System.out.println(status.slavesReady() + " " + status.ranges()));
    }
}
