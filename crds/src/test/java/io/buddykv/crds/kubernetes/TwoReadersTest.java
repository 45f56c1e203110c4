package io.buddykv.crds.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.buddykv.crds.KvCluster;
import io.buddykv.crds.KvClusterReader;
import io.buddykv.crds.KvClusterSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The launcher and the operator read the same resource and mean the same by it. */
class TwoReadersTest {
    private static ClusterResourceSpec defaults() throws IOException {
        JsonNode schema = new YAMLMapper()
                .readTree(Files.readString(GeneratedDefinition.COMMITTED))
                .at("/spec/versions/0/schema/openAPIV3Schema");
        JsonNode filled = DefinitionRules.withDefaults(schema, JsonNodeFactory.instance.objectNode());
        return new KubernetesSerialization().convertValue(filled.get("spec"), ClusterResourceSpec.class);
    }

    private static Set<String> components(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
    }

    @Test
    void theDefaultsOfTheSchemaAreThoseOfTheLauncher() throws IOException {
        ClusterResourceSpec spec = defaults();

        assertThat(spec.shape()).isEqualTo(KvClusterSpec.defaults().shape());
        assertThat(spec.timings()).isEqualTo(KvClusterSpec.defaults().timings());
        assertThat(spec.masters()).isEqualTo(KvClusterSpec.defaults().masters());
        assertThat(spec.zookeeper().servers())
                .isEqualTo(KvClusterSpec.defaults().zookeeper().replicas());
    }

    @Test
    void everyFieldOfTheLauncherIsInTheSchema() {
        assertThat(components(ClusterResourceSpec.class)).containsAll(components(KvClusterSpec.class));
    }

    @Test
    void theLauncherPassesOverWhatOnlyPodsCanHave() {
        KvCluster cluster = KvClusterReader.read(
                "apiVersion: buddykv.io/v1\nkind: KVCluster\nmetadata: {name: c}\nspec:\n"
                        + "  replicas: 5\n  image: a/b:1\n  resources: {limits: {memory: 2Gi}}\n  nodeSelector: {a: b}\n"
                        + "  zookeeper: {replicas: 1, storage: {size: 2Gi}}\n  jvmOptions: [-Xlog:gc]\n  paused: true\n");

        assertThat(cluster.spec().replicas()).isEqualTo(5);
        assertThat(cluster.spec().zookeeper().replicas()).isEqualTo(1);
    }

    @Test
    void aResourceOfAnotherVersionIsReadAllTheSame() {
        ClusterResource resource = new KubernetesSerialization()
                .unmarshal(
                        "apiVersion: buddykv.io/v1\nkind: KVCluster\nmetadata: {name: c}\nspec: {fromTheFuture: 1, replicas: 4}\n"
                                + "status: {alsoNew: {a: 1}}\n",
                        ClusterResource.class);

        assertThat(resource.getSpec().slaves()).isEqualTo(4);
    }
}
