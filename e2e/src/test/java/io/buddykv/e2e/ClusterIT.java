package io.buddykv.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.buddykv.crds.kubernetes.ClusterResourceStatus;
import io.buddykv.operator.model.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The promises, each with writes going on and every acknowledged one read back afterwards. One cluster goes through all of
 * them, as one does in its life; each test leaves it settled with three slaves. The machine that runs the tests has to reach
 * the addresses of pods and services.
 */
@OnKubernetes(pods = true)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {
    private static final Duration TO_BE_READY = Duration.ofSeconds(60);
    private static final String SPEC = "replicas: 3, memory: 64Mi, keyRanges: 64, zookeeper: {replicas: 1}";

    private static TestedNamespace namespace;
    private static TestedCluster cluster;

    @BeforeAll
    static void install() throws Exception {
        namespace = TestedNamespace.open();
        cluster = namespace.cluster("kv");
    }

    @AfterAll
    static void deleteNamespace() {
        if (namespace != null) {
            namespace.close();
        }
    }

    @Test
    @Order(1)
    void aClusterThatIsAppliedIsReadyWithinAMinute() {
        Instant from = Instant.now();
        cluster.apply(SPEC);
        cluster.awaitThat(made -> made.is("Ready", "True"));
        Duration taken = Duration.between(from, Instant.now());
        System.out.println("applied to Ready: " + taken.toMillis() + " ms");
        cluster.awaitSettled(3);
        System.out.println(
                "applied to settled: " + Duration.between(from, Instant.now()).toMillis() + " ms");
        assertThat(taken).isLessThan(TO_BE_READY);
    }

    @Test
    @Order(2)
    void aPodThatIsDeletedComesBackUnderItsNumberAndNobodyNotices() throws Exception {
        comesBack("kv-slave-2 deleted", () -> cluster.deletePod("kv-slave-2"), "kv-slave-2", true);
    }

    @Test
    @Order(3)
    void aPodThatIsKilledComesBackUnderItsNumber() throws Exception {
        comesBack("kv-slave-1 killed", () -> cluster.killPod("kv-slave-1"), "kv-slave-1", false);
    }

    private void comesBack(String what, Runnable deed, String pod, boolean unnoticed) throws Exception {
        cluster.settle(3);
        int number = Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1));
        int homes = slave(number).homes();
        String before = cluster.uids(Role.SLAVE).get(pod);
        try (AcknowledgedWrites writes = cluster.writes()) {
            deed.run();
            cluster.awaitThat(seen -> !before.equals(seen.uids(Role.SLAVE).getOrDefault(pod, before)));
            cluster.awaitSettled(3);
            cluster.awaitThat(seen -> seen.status().get().ranges().redirected() == 0);
            writes.awaitMore();
            if (unnoticed) {
                writes.assertNobodyNoticed(what);
            } else {
                writes.assertNothingLost(what);
            }
        }
        assertThat(slave(number).homes()).isEqualTo(homes);
    }

    private static ClusterResourceStatus.Slave slave(int number) {
        return cluster.status().orElseThrow().slaves().stream()
                .filter(slave -> slave.number() == number)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(4)
    void scalingOutAndInCostsNobodyAnError() throws Exception {
        cluster.settle(3);
        try (AcknowledgedWrites writes = cluster.writes()) {
            cluster.scale(5);
            cluster.awaitSettled(5);
            assertThat(cluster.status().get().slaves())
                    .allSatisfy(slave -> assertThat(slave.homes()).isPositive());
            cluster.scale(2);
            cluster.awaitSettled(2);
            writes.awaitMore();
            writes.assertNobodyNoticed("scaled 3, 5, 2");
        }
        cluster.scale(3);
        cluster.awaitSettled(3);
    }

    @Test
    @Order(5)
    void anOperatorThatGoesInTheMiddleOfScalingInIsReplacedByOneThatGoesOn() throws Exception {
        cluster.settle(3);
        cluster.scale(4);
        cluster.awaitSettled(4);
        try (AcknowledgedWrites writes = cluster.writes()) {
            cluster.scale(2);
            cluster.awaitThat(seen -> seen.reasonOf("Progressing").equals("ScalingIn"));
            InstalledOperator.deletePods(namespace.client());
            cluster.awaitSettled(2);
            writes.assertNobodyNoticed("operator deleted while scaling 4 to 2");
        }
        cluster.scale(3);
        cluster.awaitSettled(3);
    }

    @Test
    @Order(6)
    void anUpdateReplacesOnePodAtATimeAndNobodyNotices() throws Exception {
        cluster.settle(3);
        Map<String, String> before = new HashMap<>(cluster.uids(Role.SLAVE));
        try (AcknowledgedWrites writes = cluster.writes()) {
            cluster.apply(SPEC + ", podAnnotations: {example.com/update: '1'}");
            cluster.awaitThat(seen -> {
                assertThat(seen.pods(Role.SLAVE).stream()
                                .filter(pod -> pod.getMetadata().getDeletionTimestamp() != null))
                        .hasSizeLessThan(2);
                return seen.uids(Role.SLAVE).size() == 3
                        && seen.uids(Role.SLAVE).values().stream().noneMatch(before::containsValue);
            });
            cluster.awaitSettled(3);
            writes.assertNobodyNoticed("every pod replaced by an update");
        }
    }

    @Test
    @Order(6)
    void anUpdateOfImageAndResourcesIsNotNoticed() throws Exception {
        cluster.settle(3);
        Map<String, String> before = cluster.allUids();
        try (AcknowledgedWrites writes = cluster.writes()) {
            cluster.apply(
                    SPEC + ", resources: {requests: {cpu: 150m}}, image: '" + TestingKubernetes.nextNodeImage() + "'");
            cluster.awaitThat(seen -> seen.allUids().size() == before.size()
                    && seen.allUids().values().stream().noneMatch(before::containsValue));
            cluster.awaitSettled(3);
            writes.awaitMore();
            writes.assertNobodyNoticed("another image and other resources");
        }
        assertThat(cluster.pods(Role.SLAVE)).allSatisfy(pod -> assertThat(
                        pod.getSpec().getContainers().get(0).getImage())
                .isEqualTo(TestingKubernetes.nextNodeImage()));
    }

    @Test
    @Order(7)
    void aMasterOrAZooKeeperThatGoesIsNotNoticed() throws Exception {
        cluster.settle(3);
        try (AcknowledgedWrites writes = cluster.writes()) {
            String active = cluster.status().get().master();
            cluster.killPod(active);
            cluster.awaitThat(seen -> {
                String now = seen.status().get().master();
                return now != null && !now.equals(active);
            });
            cluster.awaitSettled(3);
            writes.awaitMore();
            String zooKeeper = cluster.names().pod(Role.ZOOKEEPER, 1);
            String before = cluster.uids(Role.ZOOKEEPER).get(zooKeeper);
            cluster.deletePod(zooKeeper);
            cluster.awaitThat(seen -> !before.equals(seen.uids(Role.ZOOKEEPER).getOrDefault(zooKeeper, before)));
            cluster.awaitSettled(3);
            writes.awaitMore();
            writes.assertNobodyNoticed("active master killed, ZooKeeper deleted");
        }
    }

    @Test
    @Order(8)
    void machinesAreEmptiedWithoutAnybodyNoticing() throws Exception {
        cluster.settle(3);
        try (AcknowledgedWrites writes = cluster.writes()) {
            for (int number = 1; number <= 3; number++) {
                String pod = cluster.names().pod(Role.SLAVE, number);
                String before = cluster.uids(Role.SLAVE).get(pod);
                await().atMost(TestedCluster.PATIENCE).until(() -> cluster.evict(pod));
                cluster.awaitThat(seen -> !before.equals(seen.uids(Role.SLAVE).getOrDefault(pod, before)));
            }
            cluster.awaitSettled(3);
            writes.assertNobodyNoticed("every pod evicted in turn");
        }
    }

    @Test
    @Order(9)
    void nothingIsChangedWhilePausedAndAllOfItAfterwards() {
        cluster.settle(3);
        cluster.apply(SPEC.replace("replicas: 3", "replicas: 4") + ", paused: true");
        cluster.awaitThat(seen -> seen.reasonOf("Progressing").equals("Paused"));
        assertThat(cluster.pods(Role.SLAVE)).hasSize(3);
        cluster.apply(SPEC + ", paused: false");
        cluster.awaitSettled(3);
    }

    @Test
    @Order(10)
    void twoClustersInOneNamespaceDoNotMeet() throws Exception {
        cluster.settle(3);
        TestedCluster other = namespace.cluster("other");
        other.apply("replicas: 1, buddies: 0, masters: 1, memory: 64Mi, keyRanges: 16, zookeeper: {replicas: 1}");
        other.awaitThat(made -> made.is("Ready", "True"));
        assertThat(other.status().get().clusterId())
                .isNotEqualTo(cluster.status().get().clusterId());
        try (AcknowledgedWrites writes = cluster.writes();
                AcknowledgedWrites others = other.writes()) {
            others.assertNothingLost("in another cluster");
            other.delete();
            writes.awaitMore();
            writes.assertNobodyNoticed("another cluster deleted");
        }
        cluster.awaitSettled(3);
    }

    @AfterEach
    void tellWhatIsThere() {
        cluster.status().ifPresent(status -> System.out.println(status.slavesReady() + " " + status.ranges()));
    }
}
