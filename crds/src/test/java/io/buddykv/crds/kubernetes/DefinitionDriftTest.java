package io.buddykv.crds.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class DefinitionDriftTest {
    @Test
    void theCommittedDefinitionIsTheOneOfTheModel() throws IOException {
        String generated = GeneratedDefinition.yaml();
        if ("write".equals(System.getProperty("reference"))) {
            Files.writeString(GeneratedDefinition.COMMITTED, generated);
        }

        assertThat(Files.readString(GeneratedDefinition.COMMITTED))
                .as("write it anew with -Dreference=write")
                .isEqualTo(generated);
    }
}
