package io.buddykv.quarkus.client.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image, and a command {@code docker} that is a stand-in: it writes down what it is told, and knows the image once that is pulled. */
class NodeImageTest {
    private static final String COMMAND =
            """
            #!/bin/sh
            echo "$@" >> "%1$s/told"
            case "$1" in
                image) if [ -e "%1$s/pulled" ]; then echo sha256:4711; else echo "no such image" >&2; exit 1; fi ;;
                pull) if [ "$2" = gone/node ]; then echo "gone/node: not found" >&2; exit 1; else : > "%1$s/pulled"; fi ;;
                create) echo container-1 ;;
                cp) mkdir "$3"; if [ "%2$s" ]; then : > "$3/%2$s"; fi ;;
            esac
            """;

    @TempDir
    Path directory;

    private NodeImage image(String name, String holds) throws IOException {
        Path command = directory.resolve("docker");
        Files.writeString(command, COMMAND.formatted(directory, holds));
        assertThat(command.toFile().setExecutable(true)).isTrue();
        return new NodeImage(name, directory.resolve("images"), directory.toString());
    }

    private List<String> told(String command) throws IOException {
        return Files.readAllLines(directory.resolve("told")).stream()
                .filter(line -> line.startsWith(command + " "))
                .toList();
    }

    @Test
    void isPulledAndTakenOutOnce() throws IOException {
        NodeImage image = image("buddykv/node", "quarkus-run.jar");
        NodeApplication first = image.application();
        assertThat(first.directory().resolve("quarkus-run.jar")).exists();
        assertThat(image.application()).isEqualTo(first);
        assertThat(told("pull")).containsExactly("pull buddykv/node");
        assertThat(told("create")).containsExactly("create buddykv/node");
        assertThat(told("rm")).containsExactly("rm container-1");
    }

    @Test
    void whatTheCommandSaysIsToldWhenThereIsNoImage() throws IOException {
        NodeImage image = image("gone/node", "quarkus-run.jar");
        assertThatThrownBy(image::application)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("quarkus.buddykv.devservices.image gone/node")
                .hasMessageContaining("gone/node: not found");
    }

    @Test
    void anImageOfSomethingElseIsRefused() throws IOException {
        NodeImage image = image("other/thing", "");
        assertThatThrownBy(image::application).hasMessageContaining("holds no built node in /app");
    }

    @Test
    void withoutACommandItIsSaidWhatIsMissing() {
        NodeImage image = new NodeImage(
                "buddykv/node", directory, directory.resolve("nowhere").toString());
        assertThatThrownBy(image::application)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("neither docker nor podman is on the PATH")
                .hasMessageContaining("quarkus.buddykv.devservices.application");
    }
}
