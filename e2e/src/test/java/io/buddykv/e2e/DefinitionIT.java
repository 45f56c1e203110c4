package io.buddykv.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.crds.ClusterShape;
import io.buddykv.crds.Timings;
import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.crds.kubernetes.ClusterResourceSpec;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real API server does with the definition: its rules, its defaults, its subresources. */
@OnKubernetes(pods = false)
class DefinitionIT {
    private static final int ATTEMPTS = 10;
    private static final Path FIXTURES = Path.of("../crds/src/test/resources/fixtures");
    private static final Path SAMPLES = Path.of("../manifests/samples");
    private static final String REFUSED = "# refused: ";

    private static KubernetesClient client;
    private static String namespace;

    @BeforeAll
    static void applyDefinition() {
        client = TestingKubernetes.client();
        TestingKubernetes.applyDefinition(client);
        namespace = TestingKubernetes.newNamespace(client);
    }

    @AfterAll
    static void deleteNamespace() {
        TestingKubernetes.deleteNamespace(client, namespace);
        client.close();
    }

    static Stream<Path> fixtures() throws IOException {
        return Files.list(FIXTURES).sorted();
    }

    static Stream<Path> samples() throws IOException {
        return Files.list(SAMPLES)
                .filter(file -> file.toString().endsWith(".yaml"))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void whatARuleForbidsIsRefusedWithItsMessage(Path fixture) throws IOException {
        String text = Files.readString(fixture);
        String expected = text.lines().findFirst().orElseThrow().substring(REFUSED.length());
        List<String> documents = Arrays.asList(text.split("(?m)^---$"));
        if (documents.size() == 2) {
            resource(documents.get(0)).create();
        }
        try {
            String last = documents.get(documents.size() - 1);
            assertThatThrownBy(() -> {
                        if (documents.size() == 2) {
                            update(last);
                        } else {
                            resource(last).create();
                        }
                    })
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class, refused -> assertThat(causes(refused.getStatus()))
                                    .anyMatch(cause -> cause.contains(expected)));
        } finally {
            client.resources(ClusterResource.class).inNamespace(namespace).delete();
        }
    }

    /** Again where the operator has written its status in between, which says nothing of the resource. */
    private void update(String yaml) {
        for (int attempt = 1; ; attempt++) {
            try {
                resource(yaml).update();
                return;
            } catch (KubernetesClientException refused) {
                if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == ATTEMPTS) {
                    throw refused;
                }
            }
        }
    }

    private static List<String> causes(Status status) {
        return status.getDetails().getCauses().stream()
                .map(StatusCause::getMessage)
                .toList();
    }

    private io.fabric8.kubernetes.client.dsl.NamespaceableResource<HasMetadata> resource(String yaml) {
        HasMetadata loaded = client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()
                .get(0);
        loaded.getMetadata().setNamespace(namespace);
        return client.resource(loaded);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void samplesAreTaken(Path sample) throws IOException {
        for (String document : Files.readString(sample).split("(?m)^---$")) {
            resource(document).dryRun().create();
        }
    }

    @Test
    void whatIsLeftOutIsTheDefault() {
        resource(TestingKubernetes.yaml(namespace, "empty", "{}")).create();

        ClusterResourceSpec spec = client.resources(ClusterResource.class)
                .inNamespace(namespace)
                .withName("empty")
                .get()
                .getSpec();

        assertThat(spec.replicas()).isNull();
        assertThat(spec.initialReplicas()).isEqualTo(ClusterShape.DEFAULT.slaves());
        assertThat(spec.shape()).isEqualTo(ClusterShape.DEFAULT);
        assertThat(spec.timings()).isEqualTo(Timings.DEFAULT);
        assertThat(spec.zookeeper().servers()).isEqualTo(3);
        assertThat(spec.service().type()).isEqualTo("ClusterIP");
        assertThat(spec.paused()).isFalse();
    }

    @Test
    void itIsScaledByItsSubresource() {
        resource(TestingKubernetes.yaml(namespace, "scaled", "{replicas: 2}")).create();

        client.resources(ClusterResource.class)
                .inNamespace(namespace)
                .withName("scaled")
                .scale(4);

        assertThat(client.resources(ClusterResource.class)
                        .inNamespace(namespace)
                        .withName("scaled")
                        .get()
                        .getSpec()
                        .replicas())
                .isEqualTo(4);
    }

    @Test
    void whatTheSchemaDoesNotKnowIsNotKept() {
        resource(TestingKubernetes.yaml(namespace, "odd", "{replicsa: 2}")).create();

        GenericKubernetesResource kept = client.genericKubernetesResources("buddykv.io/v1", "KVCluster")
                .inNamespace(namespace)
                .withName("odd")
                .get();
        assertThat(kept.<Object>get("spec", "replicsa")).isNull();
    }
}
