package io.buddykv.crds.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each CEL rule refuses its fixture, with its message and no other; what the samples say is refused by none. */
class DefinitionRulesTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final List<Path> SAMPLES =
            List.of(Path.of("../manifests/samples"), Path.of("../samples/shop/kubernetes"));
    private static final String REFUSED = "# refused: ";
    private static final YAMLMapper YAML = new YAMLMapper();

    private final DefinitionRules rules = committed();

    static Stream<Path> fixtures() throws IOException {
        return Files.list(FIXTURES).sorted();
    }

    static Stream<Path> samples() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path directory : SAMPLES) {
            try (Stream<Path> listed = Files.list(directory)) {
                files.addAll(listed.toList());
            }
        }
        return files.stream()
                .filter(file -> file.toString().endsWith(".yaml") && !file.endsWith("kustomization.yaml"))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aFixtureIsRefusedForItsReasonAndNoOther(Path fixture) throws IOException {
        List<JsonNode> documents = documents(fixture);
        JsonNode after = documents.get(documents.size() - 1);
        JsonNode before = documents.size() == 2 ? documents.get(0) : MissingNode.getInstance();

        assertThat(rules.refusals(after, before)).containsExactly(expected(fixture));
        if (documents.size() == 2) {
            assertThat(rules.refusals(before, MissingNode.getInstance())).isEmpty();
        }
    }

    @Test
    void everyRuleHasAFixture() throws IOException {
        TreeSet<String> refused = new TreeSet<>();
        fixtures().forEach(fixture -> refused.add(expected(fixture)));

        assertThat(refused).isEqualTo(rules.messages());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void samplesAreAccepted(Path sample) throws IOException {
        for (JsonNode document : documents(sample)) {
            if (document.path("kind").asText().equals(ClusterResource.KIND)) {
                assertThat(rules.refusals(document, MissingNode.getInstance())).isEmpty();
                assertThat(rules.refusals(document, document)).isEmpty();
            }
        }
    }

    @Test
    void defaultsAreAcceptedAsTheyStand() {
        assertThat(rules.refusedDefaults()).isEmpty();
    }

    private static String expected(Path fixture) {
        try (Stream<String> lines = Files.lines(fixture)) {
            return lines.findFirst().orElseThrow().substring(REFUSED.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> documents(Path file) throws IOException {
        try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
            return values.readAll();
        }
    }

    private static DefinitionRules committed() {
        try {
            return DefinitionRules.of(Files.readString(GeneratedDefinition.COMMITTED));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
