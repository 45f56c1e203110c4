package io.buddykv.quarkus.client.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the pages show as Java stands in the sources of this module, and is compiled: but for spaces and ends of lines. */
class DocumentationTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path PAGES = Path.of("../../docs/using");
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"java-client.md", "quarkus.md"})
    void examplesAreCompiled(String page) throws IOException {
        List<String> examples = JAVA.matcher(Files.readString(PAGES.resolve(page)))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(examples).isNotEmpty();
        List<String> sources = sources();
        assertThat(examples)
                .allSatisfy(example -> assertThat(sources).anyMatch(source -> source.contains(withoutSpaces(example))));
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> java =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            List<String> sources = new ArrayList<>();
            for (Path file : java) {
                sources.add(withoutSpaces(Files.readString(file)));
            }
            return sources;
        }
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s+", "");
    }
}
