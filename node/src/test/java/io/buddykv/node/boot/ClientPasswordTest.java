package io.buddykv.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientPasswordTest {
    @TempDir
    Path directory;

    @Test
    void theEndOfTheLineIsNotPartOfIt() throws IOException {
        assertThat(ClientPassword.read(Files.writeString(directory.resolve("a"), " two words\n")))
                .isEqualTo(" two words");
    }

    @Test
    void anEmptyOrMissingFileIsRefused() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty"), "\n");

        assertThatThrownBy(() -> ClientPassword.read(empty)).hasMessageContaining("holds no password");
        assertThatThrownBy(() -> ClientPassword.read(directory.resolve("none")))
                .hasMessageStartingWith("--password-file: ")
                .hasMessageContaining("cannot be read");
    }
}
