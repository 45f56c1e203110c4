package io.buddykv.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chart and the kustomization give the same rights; what is watched is what nodes and operator tell. */
class ManifestsTest {
    private static final Path MANIFESTS = Path.of("../manifests");
    private static final Path CHART = MANIFESTS.resolve("helm/buddykv-operator");
    private static final Path REFERENCE = Path.of("../docs/reference/http.md");
    private static final YAMLMapper YAML = new YAMLMapper();

    @ParameterizedTest
    @CsvSource({
        "base/role.yaml, files/role-rules.yaml",
        "overlays/cluster-wide/cluster-role.yaml, files/cluster-role-rules.yaml"
    })
    void theChartGivesTheSameRights(String role, String rules) throws IOException {
        assertThat(YAML.readTree(CHART.resolve(rules).toFile()))
                .isEqualTo(YAML.readTree(MANIFESTS.resolve(role).toFile()).get("rules"));
    }

    @Test
    void theChartHasTheDefinition() throws IOException {
        assertThat(Files.readString(CHART.resolve("crds/kvclusters.buddykv.io-v1.yaml")))
                .isEqualTo(Files.readString(Path.of("../crds/kvclusters.buddykv.io-v1.yaml")));
    }

    @Test
    void alertsAskForMetricsThatThereAre() throws IOException {
        JsonNode rules =
                YAML.readTree(MANIFESTS.resolve("monitoring/alerts.yaml").toFile());
        for (JsonNode group : rules.at("/spec/groups")) {
            for (JsonNode rule : group.get("rules")) {
                assertKnown(rule.get("expr").asText());
                assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
                assertThat(rule.at("/labels/severity").asText()).isIn("warning", "critical");
            }
        }
    }

    @Test
    void theDashboardAsksForMetricsThatThereAre() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(MANIFESTS.resolve("monitoring/dashboard.json").toFile());
        assertThat(dashboard.get("panels")).isNotEmpty();
        for (JsonNode panel : dashboard.get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                assertKnown(target.get("expr").asText());
            }
        }
    }

    private static void assertKnown(String expression) throws IOException {
        String documented = Files.readString(REFERENCE);
        Matcher metric = Pattern.compile("buddykv_([a-z_]+)").matcher(expression);
        while (metric.find()) {
            String name = metric.group(1).replaceAll("(_bytes|_seconds)?(_total|_count|_sum|_max)?$", "");
            assertThat(documented).as(expression).contains(name.split("_"));
        }
    }
}
