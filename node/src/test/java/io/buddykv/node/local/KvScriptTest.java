package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code ./kv} chooses its JDK, with Java homes that are scripts. */
class KvScriptTest {
    @TempDir
    Path directory;

    private Path javaHome(String name, String version, boolean withReleaseFile) throws IOException {
        Path home = directory.resolve(name);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"" + version + "\" 2025-01-01' >&2\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        if (withReleaseFile) {
            Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        }
        return home;
    }

    private record Answer(int exitCode, String text) {}

    private Answer whichJava(Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "../kv", "--which-java").redirectErrorStream(true);
        builder.environment().remove("JAVA_HOME");
        builder.environment()
                .put("KV_JVM_DIRECTORIES", directory.resolve("none").toString());
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), text);
    }

    @Test
    void theNewestInstalledIsTaken() throws Exception {
        Path newest = javaHome("b", "99.0.1", true);
        String all = javaHome("a", "17.0.2", true) + " " + newest + " " + javaHome("c", "1.8.0_402", true);

        assertThat(whichJava(Map.of("KV_JVM_DIRECTORIES", all)).text()).isEqualTo("99 " + newest);
    }

    @Test
    void aFitJavaHomeIsTakenAlthoughANewerOneIsThere() throws Exception {
        Path fit = javaHome("fit", "17", false);

        assertThat(whichJava(Map.of(
                                "JAVA_HOME",
                                fit.toString(),
                                "KV_JVM_DIRECTORIES",
                                javaHome("newer", "99", true).toString()))
                        .text())
                .isEqualTo("17 " + fit);
    }

    @Test
    void anOldJavaHomeIsPassedOverAndSaidSo() throws Exception {
        Path old = javaHome("old", "1.8.0_402", true);
        Path newer = javaHome("newer", "98", true);

        assertThat(whichJava(Map.of("JAVA_HOME", old.toString(), "KV_JVM_DIRECTORIES", newer.toString()))
                        .text())
                .contains("has Java 8; looking for 17 or newer elsewhere")
                .endsWith("98 " + newer);
    }

    @Test
    void theJavaOnThePathCounts() throws Exception {
        Path onPath = javaHome("path", "97-ea", true);

        assertThat(whichJava(Map.of("PATH", onPath.resolve("bin") + ":/usr/bin:/bin"))
                        .text())
                .isEqualTo("97 " + onPath);
    }

    @Test
    void withoutAnyTheMessageSaysWhatToInstall() throws Exception {
        Path old = javaHome("old", "11.0.2", true);
        Answer answer = whichJava(Map.of("PATH", old.resolve("bin") + ":" + toolsOnly()));

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.text()).contains("no JDK 17 or newer", "openjdk-17-jdk-headless");
    }

    /** A directory with what the script needs, and no java. */
    private String toolsOnly() throws IOException {
        Path tools = Files.createDirectories(directory.resolve("tools"));
        for (String tool : new String[] {"sed", "head", "dirname", "readlink", "sh"}) {
            for (String place : new String[] {"/usr/bin", "/bin"}) {
                if (Files.exists(Path.of(place, tool)) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), Path.of(place, tool));
                }
            }
        }
        return tools.toString();
    }
}
