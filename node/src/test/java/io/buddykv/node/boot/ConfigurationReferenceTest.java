package io.buddykv.node.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.crds.KvClusterSpec;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * docs/reference/configuration.md has every option of a node, made from {@link NodeOptions}, and every field of the
 * resource. With {@code -Dreference=write} the options are written anew, otherwise a difference fails.
 */
class ConfigurationReferenceTest {
    private static final Path FILE = Path.of("../docs/reference/configuration.md");
    private static final String BEGIN = "<!-- generated from NodeOptions: begin -->\n";
    private static final String END = "<!-- generated from NodeOptions: end -->\n";
    private static final Pattern FIELD = Pattern.compile("^\\| `spec\\.(\\w+)", Pattern.MULTILINE);

    @Test
    void hasTheOptionsOfANode() throws IOException {
        String text = Files.readString(FILE);
        String expected =
                text.substring(0, text.indexOf(BEGIN) + BEGIN.length()) + options() + text.substring(text.indexOf(END));
        if ("write".equals(System.getProperty("reference"))) {
            Files.writeString(FILE, expected);
        } else {
            assertThat(text)
                    .as("%s differs from NodeOptions; -Dreference=write writes it", FILE)
                    .isEqualTo(expected);
        }
    }

    @Test
    void hasTheFieldsOfTheResource() throws IOException {
        List<String> described = FIELD.matcher(Files.readString(FILE))
                .results()
                .map((MatchResult field) -> field.group(1))
                .distinct()
                .toList();
        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(Stream.of(KvClusterSpec.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    private static String options() {
        StringBuilder text = new StringBuilder("\n| option | default | what it is |\n|---|---|---|\n");
        for (OptionSpec option :
                CommandSpec.forAnnotatedObject(new NodeOptions()).options()) {
            text.append("| `%s` | %s | %s |\n".formatted(option.longestName(), standard(option), description(option)));
        }
        return text.append('\n').toString();
    }

    private static String standard(OptionSpec option) {
        if (option.longestName().equals("--event-loops")) {
            return "one for each processor";
        }
        Object standard = option.initialValue();
        return standard == null || standard.toString().isEmpty() ? "" : "`" + standard + "`";
    }

    private static String description(OptionSpec option) {
        String text = String.join(" ", option.description())
                .replaceAll("\\s*\\(default: .*\\)", "")
                .replaceAll("\\s*Default: .*", "");
        if (!text.isEmpty()) {
            return text;
        }
        return option.longestName().equals("--event-loops") ? "For clients and replication" : "As in the resource";
    }
}
