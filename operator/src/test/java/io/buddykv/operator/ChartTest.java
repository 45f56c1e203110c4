package io.buddykv.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart, rendered with its own values, gives the objects that the kustomizations give. */
class ChartTest {
    private static final Path MANIFESTS = Path.of("../manifests");
    private static final Path CHART = MANIFESTS.resolve("helm/buddykv-operator");
    private static final String NAMESPACE = "buddykv";
    private static final String NAME = "buddykv-operator";
    private static final YAMLMapper YAML = new YAMLMapper();

    private static JsonNode values(boolean clusterWide) throws IOException {
        ObjectNode values =
                (ObjectNode) YAML.readTree(CHART.resolve("values.yaml").toFile());
        values.put("clusterWide", clusterWide);
        ObjectNode root = YAML.createObjectNode();
        root.set("Values", values);
        root.putObject("Release").put("Name", NAME).put("Namespace", NAMESPACE);
        root.putObject("Chart")
                .set(
                        "AppVersion",
                        YAML.readTree(CHART.resolve("Chart.yaml").toFile()).get("appVersion"));
        return root;
    }

    private static Map<String, JsonNode> rendered(boolean clusterWide) throws IOException {
        TestingChart chart = new TestingChart(CHART, values(clusterWide));
        List<JsonNode> objects = new ArrayList<>();
        for (String template : List.of("rbac.yaml", "deployment.yaml", "pod-monitor.yaml")) {
            objects.addAll(documents(chart.render(template)));
        }
        objects.forEach(ChartTest::withoutInstance);
        return byKind(objects);
    }

    /** Releases of one chart are told apart by a label that the kustomizations have no need for. */
    private static void withoutInstance(JsonNode object) {
        object.findParents("app.kubernetes.io/instance")
                .forEach(labels -> ((ObjectNode) labels).remove("app.kubernetes.io/instance"));
    }

    private static Map<String, JsonNode> kustomized(boolean clusterWide) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> base = Files.list(MANIFESTS.resolve("base"))) {
            base.filter(file -> !file.endsWith("kustomization.yaml") && !file.endsWith("namespace.yaml"))
                    .forEach(files::add);
        }
        if (clusterWide) {
            files.add(MANIFESTS.resolve("overlays/cluster-wide/cluster-role.yaml"));
            files.add(MANIFESTS.resolve("overlays/cluster-wide/cluster-role-binding.yaml"));
        }
        List<JsonNode> objects = new ArrayList<>();
        for (Path file : files) {
            objects.addAll(documents(Files.readString(file)));
        }
        for (JsonNode object : objects) {
            if (!object.get("kind").asText().startsWith("Cluster")) {
                ((ObjectNode) object.get("metadata")).put("namespace", NAMESPACE);
            }
            object.path("subjects").forEach(subject -> ((ObjectNode) subject).put("namespace", NAMESPACE));
            if (object.get("kind").asText().equals("Deployment")) {
                ObjectNode operator = (ObjectNode) object.at("/spec/template/spec/containers/0");
                operator.put("image", operator.get("image").asText() + ":latest");
                if (clusterWide) {
                    ((ArrayNode) operator.get("env")).remove(1);
                }
            }
        }
        return byKind(objects);
    }

    private static List<JsonNode> documents(String yaml) throws IOException {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            return documents.readAll().stream().filter(JsonNode::isObject).toList();
        }
    }

    private static Map<String, JsonNode> byKind(List<JsonNode> objects) {
        Map<String, JsonNode> byKind = new TreeMap<>();
        objects.forEach(object -> byKind.put(object.get("kind").asText(), object));
        return byKind;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itGivesWhatTheKustomizationsGive(boolean clusterWide) throws IOException {
        assertThat(rendered(clusterWide)).containsExactlyEntriesOf(kustomized(clusterWide));
    }

    @Test
    void whatMayBeGivenBesidesIsRenderedWhereItBelongs() throws IOException {
        JsonNode root = values(true);
        ObjectNode values = (ObjectNode) root.get("Values");
        values.putArray("imagePullSecrets").addObject().put("name", "registry");
        values.putObject("nodeSelector").put("disk", "fast");
        ((ObjectNode) values.get("podMonitor")).put("enabled", true);
        TestingChart chart = new TestingChart(CHART, root);

        JsonNode pod = documents(chart.render("deployment.yaml")).get(0).at("/spec/template/spec");
        assertThat(pod.at("/imagePullSecrets/0/name").asText()).isEqualTo("registry");
        assertThat(pod.at("/nodeSelector/disk").asText()).isEqualTo("fast");
        assertThat(documents(chart.render("pod-monitor.yaml"))
                        .get(0)
                        .get("kind")
                        .asText())
                .isEqualTo("PodMonitor");
    }
}
