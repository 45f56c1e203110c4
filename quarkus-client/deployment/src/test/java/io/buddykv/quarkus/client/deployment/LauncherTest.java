package io.buddykv.quarkus.client.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.node.local.Kv;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dev Services and a launcher that is a stand-in: how it is asked for a cluster, and when that counts as ready. */
class LauncherTest {
    @TempDir
    Path directory;

    private Launcher launcher;

    @BeforeEach
    void makeApplication() throws IOException {
        String name = Kv.class.getName().replace('.', '/') + ".class";
        Path archives = Files.createDirectories(directory.resolve("app"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(archives.resolve("node.jar")));
                InputStream its = Kv.class.getClassLoader().getResourceAsStream(name)) {
            jar.putNextEntry(new JarEntry(name));
            its.transferTo(jar);
            jar.closeEntry();
        }
        launcher = new Launcher(new NodeApplication(directory), directory);
    }

    @AfterEach
    void end() {
        started().forEach(ProcessHandle::destroyForcibly);
    }

    private List<ProcessHandle> started() {
        return ProcessHandle.current()
                .children()
                .filter(process -> process.info().commandLine().orElse("").contains(directory.toString()))
                .toList();
    }

    @Test
    void aClusterThatIsReadyStaysInOneProcess() throws IOException {
        Path file = Files.writeString(directory.resolve("cluster"), "ready: dev");
        launcher.develop(file);
        assertThat(started()).hasSize(1);
        assertThat(Files.readAllLines(directory.resolve("told")))
                .isEqualTo(List.of(
                        "develop",
                        directory.toString(),
                        file.toString(),
                        "60",
                        Long.toString(ProcessHandle.current().pid())));
    }

    @Test
    void whatTheLauncherSaysIsToldWhenThereIsNoCluster() throws IOException {
        Path file = Files.writeString(directory.resolve("cluster"), "port 7 is in use");
        assertThatThrownBy(() -> launcher.develop(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("port 7 is in use");
    }
}
