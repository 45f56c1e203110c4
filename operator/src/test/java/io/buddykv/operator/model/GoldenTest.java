package io.buddykv.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.operator.Clusters;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The objects of a cluster, whole. A difference in a pod template restarts every pod of every cluster when the operator is
 * upgraded: the hashes below are changed on purpose or not at all. Golden files are written with -Dreference=write.
 */
class GoldenTest {
    private static final String MINIMAL = "{replicas: 3}";
    private static final String FULL =
            """
            replicas: 5
              masters: 3
              keyRanges: 1024
              buddies: 2
              storage: {size: 20Gi, storageClassName: fast, fsync: always}
              zookeeper: {replicas: 3, storage: {size: 2Gi}}
              resources: {limits: {cpu: '4', memory: 8Gi}, requests: {cpu: '1'}}
              image: registry.example/kv:1.2.3
              imagePullPolicy: IfNotPresent
              imagePullSecrets: [{name: pull}]
              nodeSelector: {disk: ssd}
              tolerations: [{key: kv, operator: Exists}]
              affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname}]}}
              topologySpreadConstraints: [{maxSkew: 1, topologyKey: rack, whenUnsatisfiable: DoNotSchedule}]
              priorityClassName: high
              podLabels: {team: shop}
              podAnnotations: {note: here}
              service: {type: LoadBalancer, annotations: {lb: internal}}
              auth: {secretName: mine}
              rebalance: {by: load, maxParallelMoves: 4, maxBytesPerSecond: 50Mi}
              jvmOptions: ['-Xlog:gc']
            """;

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private static Blueprint blueprint(String spec) {
        ClusterResource cluster = Clusters.with(spec.startsWith("{") ? spec : "\n  " + spec);
        String image = cluster.getSpec().image() == null
                ? "buddykv/node:1"
                : cluster.getSpec().image();
        return new Blueprint(
                Blueprint.names(cluster),
                cluster.getSpec(),
                image,
                cluster.getSpec().slaves(),
                Volumes.wanted(cluster.getSpec()),
                Map.of(),
                true,
                Optional.of("5e1f"));
    }

    static List<HasMetadata> objects(Blueprint blueprint) {
        return new ArrayList<>(List.of(
                Identities.serviceAccount(blueprint),
                Settings.configMap(blueprint),
                Services.client(blueprint),
                Services.slaves(blueprint),
                Services.masters(blueprint),
                Services.zooKeeper(blueprint),
                Sets.slaves(blueprint),
                Sets.masters(blueprint),
                Sets.zooKeeper(blueprint),
                Budgets.slaves(blueprint),
                Budgets.masters(blueprint),
                Budgets.zooKeeper(blueprint),
                Policies.slaves(blueprint),
                Policies.masters(blueprint),
                Policies.zooKeeper(blueprint),
                ServiceMonitor.of(blueprint)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "full"})
    void objectsAreAsTheyWere(String name) throws IOException {
        String made = objects(blueprint(name.equals("full") ? FULL : MINIMAL)).stream()
                .map(YAML::asYaml)
                .collect(Collectors.joining());
        Path golden = Path.of("src/test/resources/golden/" + name + ".yaml");
        if ("write".equals(System.getProperty("reference"))) {
            Files.writeString(golden, made);
        }

        assertThat(made).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @CsvSource({
        "SLAVE, 2043ec5ec4477ea1",
        "MASTER, cf2b70ae2e0b8e1c",
        "ZOOKEEPER, 897c40ace00af74d",
    })
    void theTemplateOfPodsIsPinned(Role role, String hash) throws NoSuchAlgorithmException {
        assertThat(hash(role, blueprint(MINIMAL))).isEqualTo(hash);
    }

    @Test
    void whatARunningMasterIsToldRestartsNoPod() throws NoSuchAlgorithmException {
        Blueprint other = blueprint(
                "{replicas: 7, buddies: 2, placement: ring, rebalance: {by: load}, service: {type: NodePort}, podEvictionSeconds: 90}");

        for (Role role : Role.values()) {
            assertThat(hash(role, other)).isEqualTo(hash(role, blueprint(MINIMAL)));
        }
    }

    @Test
    void labelsOfTheOperatorWinOverThoseOfTheSpec() {
        assertThat(Sets.slaves(blueprint("{podLabels: {team: shop}}"))
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels())
                .containsEntry("team", "shop")
                .containsEntry(Labels.COMPONENT, "slave");
    }

    private static String hash(Role role, Blueprint blueprint) throws NoSuchAlgorithmException {
        byte[] text = YAML.asYaml(PodTemplate.of(role, blueprint, role == Role.ZOOKEEPER))
                .getBytes(StandardCharsets.UTF_8);
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text))
                .substring(0, 16);
    }
}
