package io.buddykv.quarkus.client.deployment;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * An image of the node, out of which the built node is taken: once, by Docker's or Podman's command. What is taken out runs as processes of
 * this machine like any other built node, so that its slaves can be killed one by one; no container is started.
 *
 * @param name as the command knows it; it is pulled when it is not there
 * @param cache where images lie that have been taken out, by their ids
 * @param path where the command is looked for, as in the variable {@code PATH}
 */
record NodeImage(String name, Path cache, String path) {
    private static final List<String> COMMANDS = List.of("docker", "podman");
    private static final String APPLICATION = "/app";
    private static final int COMMAND_MINUTES = 10;

    /** @throws IllegalStateException with what can be done about it */
    NodeApplication application() {
        String command = command()
                .orElseThrow(() ->
                        new IllegalStateException("quarkus.buddykv.devservices.image is " + name + ", but neither "
                                + String.join(" nor ", COMMANDS) + " is on the PATH; install one of them, or set"
                                + " quarkus.buddykv.devservices.application to a built node"));
        try {
            return new NodeApplication(takenOut(command));
        } catch (IOException e) {
            throw new IllegalStateException("quarkus.buddykv.devservices.image " + name + ": " + e.getMessage(), e);
        }
    }

    private Path takenOut(String command) throws IOException {
        Path its = cache.resolve(id(command).replaceAll("[^A-Za-z0-9]", "-"));
        if (!Files.exists(its)) {
            Files.createDirectories(cache);
            Path part = Files.createTempDirectory(cache, "part").resolve("app");
            String container = run(command, "create", name);
            try {
                run(command, "cp", container + ":" + APPLICATION, part.toString());
            } finally {
                run(command, "rm", container);
            }
            Files.move(part, its);
        }
        if (!NodeApplication.isIn(its)) {
            throw new IOException("holds no built node in " + APPLICATION);
        }
        return its;
    }

    private String id(String command) throws IOException {
        List<String> inspect = List.of("image", "inspect", "--format", "{{.Id}}", name);
        try {
            return run(command, inspect.toArray(String[]::new));
        } catch (IOException notHere) {
            run(command, "pull", name);
            return run(command, inspect.toArray(String[]::new));
        }
    }

    private Optional<String> command() {
        return COMMANDS.stream()
                .flatMap(
                        command -> Arrays.stream(path.split(File.pathSeparator)).map(in -> Path.of(in, command)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** Returns what it says, without the end of the line. */
    private static String run(String command, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of(arguments));
        Path complaints = Files.createTempFile("buddykv-image", ".err");
        try {
            Process process =
                    new ProcessBuilder(line).redirectError(complaints.toFile()).start();
            CompletableFuture<Process> end = process.onExit().orTimeout(COMMAND_MINUTES, TimeUnit.MINUTES);
            end.exceptionally(late -> process.destroyForcibly());
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (end.handle((ended, late) -> late == null ? ended.exitValue() : -1)
                            .join()
                    != 0) {
                throw new IOException(String.join(" ", line) + ": " + said + Files.readString(complaints));
            }
            return said.strip();
        } finally {
            Files.delete(complaints);
        }
    }
}
