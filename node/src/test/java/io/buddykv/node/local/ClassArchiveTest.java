package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    @TempDir
    Path directory;

    @Test
    void oneThatIsNotThereIsNotNamedToTheJvm() {
        assertThat(new ClassArchive(directory.resolve("none"), 25).flagsToUse()).isEmpty();
    }

    @Test
    void theFormIsTheJdks() throws IOException {
        Path file = Files.createFile(directory.resolve("classes"));

        assertThat(new ClassArchive(file, 17).flagsToUse()).containsExactly("-XX:SharedArchiveFile=" + file);
        assertThat(new ClassArchive(file, 24).flagsToUse()).containsExactly("-XX:SharedArchiveFile=" + file);
        assertThat(new ClassArchive(file, 25).flagsToUse()).containsExactly("-XX:AOTCache=" + file);
    }

    @Test
    void itHasItsNameOnlyOnceItIsWhole() throws IOException {
        ClassArchive archive = new ClassArchive(directory.resolve("classes"), 17);
        assertThat(archive.finish()).isFalse();

        String written = archive.flagsToMake().get(0).replace("-XX:ArchiveClassesAtExit=", "");
        Files.writeString(Path.of(written), "classes");
        assertThat(archive.exists()).isFalse();

        assertThat(archive.finish()).isTrue();
        assertThat(archive.exists()).isTrue();
    }

    @Test
    void aCopiedApplicationKeepsTheTimesByWhichTheJvmKnowsItsArchive() throws IOException {
        Path built = directory.resolve("built");
        FileTime time = FileTime.fromMillis(1_000_000_000_000L);
        for (String name : new String[] {"quarkus-run.jar", "lib/main/a.jar", "archive/node.classes"}) {
            Path file = built.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
            Files.setLastModifiedTime(file, time);
        }
        Path copy = directory.resolve("copy");

        ApplicationCopy.of(built, copy);
        Files.writeString(built.resolve("quarkus-run.jar"), "changed");

        assertThat(copy.resolve("quarkus-run.jar")).hasContent("quarkus-run.jar");
        assertThat(Files.getLastModifiedTime(copy.resolve("quarkus-run.jar"))).isEqualTo(time);
        assertThat(Files.getLastModifiedTime(copy.resolve("lib/main/a.jar"))).isEqualTo(time);
        assertThat(copy.resolve("archive/node.classes")).hasContent("archive/node.classes");
    }
}
