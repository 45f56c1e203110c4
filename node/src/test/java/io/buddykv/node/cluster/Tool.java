package io.buddykv.node.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of others that are run to their end. */
final class Tool {
    private Tool() {}

    static boolean isInstalled(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    }

    /**
     * What it said.
     *
     * @param input its standard input; null: nothing
     * @throws AssertionError when it fails, or does not end in time
     */
    static String run(Duration patience, Path input, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("tool", ".out");
        Process process = new ProcessBuilder(command)
                .redirectInput(input == null ? new File("/dev/null") : input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            String said = Files.readString(output);
            if (!ended || process.exitValue() != 0) {
                String end = said.substring(Math.max(0, said.length() - 2_000));
                throw new AssertionError(String.join(" ", command)
                        + (ended ? " failed with " + process.exitValue() : " did not end") + ":\n" + end);
            }
            return said;
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
