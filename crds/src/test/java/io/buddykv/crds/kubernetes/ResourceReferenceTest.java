package io.buddykv.crds.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ResourceReferenceTest {
    private static final Path PAGE = Path.of("../docs/reference/resource.md");

    @Test
    void thePageIsTheOneOfTheModel() throws IOException {
        String generated = ResourceReference.of(GeneratedDefinition.yaml());
        if ("write".equals(System.getProperty("reference"))) {
            Files.writeString(PAGE, generated);
        }

        assertThat(Files.readString(PAGE))
                .as("write it anew with -Dreference=write")
                .isEqualTo(generated);
    }

    @Test
    void everyRuleIsOnThePage() throws IOException {
        String page = ResourceReference.of(GeneratedDefinition.yaml());

        assertThat(DefinitionRules.of(GeneratedDefinition.yaml()).messages())
                .allSatisfy(message -> assertThat(page).contains("- " + message));
    }
}
