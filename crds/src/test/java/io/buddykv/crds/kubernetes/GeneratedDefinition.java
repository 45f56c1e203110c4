package io.buddykv.crds.kubernetes;

import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The definition of the resource as the model in Java makes it, as YAML. */
final class GeneratedDefinition {
    static final Path COMMITTED = Path.of("kvclusters.buddykv.io-v1.yaml");

    private static final String HEADER =
            "# Generated from io.buddykv.crds.kubernetes.ClusterResource; the build refuses"
                    + " another one.\n# After a change of the model: ./mvnw -pl crds test -Dreference=write\n";

    private GeneratedDefinition() {}

    static String yaml() {
        try {
            Path directory = Files.createDirectories(Path.of("target", "generated-definition"));
            new CRDGenerator()
                    .customResourceClasses(ClusterResource.class)
                    .forCRDVersions("v1")
                    .withMinQuotes(true)
                    .withParallelGenerationEnabled(false)
                    .withPostProcessor(new DefinitionFinish())
                    .inOutputDir(directory.toFile())
                    .generate();
            String text = Files.readString(directory.resolve("kvclusters.buddykv.io-v1.yml"));
            return HEADER
                    + text.lines().filter(line -> !line.startsWith("#")).reduce("", (all, line) -> all + line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
