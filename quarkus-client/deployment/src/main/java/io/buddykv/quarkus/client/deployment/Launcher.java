package io.buddykv.quarkus.client.deployment;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The launcher that the node's application holds, for the cluster in one directory. */
record Launcher(NodeApplication application, Path home) {
    private static final Logger LOG = Logger.getLogger(Launcher.class);

    static final int READY_SECONDS = 60;

    /** How the line begins that says so. */
    private static final String READY = "ready: ";

    /** Ctrl-C in the terminal is for the application, which ends the cluster in order. Both forms end in exec. */
    private static final List<String> DETACHED = List.of(
            "sh", "-c", "command -v setsid >/dev/null && exec setsid \"$@\"; trap '' INT HUP; exec \"$@\"", "sh");

    private static final int COMMAND_SECONDS = READY_SECONDS + 15;

    /**
     * Begins to rehearse a cluster, so that later ones start in a third of the time: once for a build of the node and a JDK,
     * and beside what else goes on. What the rehearsal says is kept when it fails, and it is not tried again then.
     */
    void rehearse() throws IOException {
        Path archive = application.archive();
        Path told = archive.resolveSibling(archive.getFileName() + ".rehearsal");
        if (Files.exists(archive) || Files.exists(told) || !Files.isWritable(application.directory())) {
            return;
        }
        Files.createDirectories(archive.getParent());
        List<String> line = new ArrayList<>(application.launcher());
        line.add("train");
        line.add("--application=" + application.directory());
        line.add("--launcher-archive=" + archive);
        new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(told.toFile())
                .start();
        LOG.info("BuddyKV Dev Services: rehearses a cluster in the background, so that later ones start in less time");
    }

    /**
     * Starts a cluster of the resource in {@code file}; returns when it is ready. It ends with this process, or by {@code down}.
     *
     * @throws IOException that says what the launcher said, when the cluster has not become ready
     */
    void develop(Path file) throws IOException {
        List<String> line = new ArrayList<>(DETACHED);
        line.addAll(application.launcher());
        line.addAll(List.of(
                "develop",
                home.toString(),
                file.toString(),
                Integer.toString(READY_SECONDS),
                Long.toString(ProcessHandle.current().pid())));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        CompletableFuture<Void> ready = new CompletableFuture<>();
        ready.orTimeout(COMMAND_SECONDS, TimeUnit.SECONDS).exceptionally(late -> {
            process.destroy();
            return null;
        });
        StringBuilder told = new StringBuilder();
        try (BufferedReader its = process.inputReader()) {
            for (String said = its.readLine(); said != null; said = its.readLine()) {
                if (said.startsWith(READY)) {
                    ready.complete(null);
                    return;
                }
                told.append(said).append(System.lineSeparator());
            }
        }
        ready.complete(null);
        throw new IOException("kv develop: " + told);
    }

    /** Returns when the command has ended. */
    void run(String command, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(application.launcher());
        line.add(command);
        line.add("--home=" + home);
        line.addAll(List.of(arguments));
        Path told = Files.createTempFile("buddykv-" + command, ".out");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(told.toFile())
                .start();
        try {
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("kv " + command + " did not end: " + Files.readString(told));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while kv " + command + " runs", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException("kv " + command + ": " + Files.readString(told));
        }
        Files.delete(told);
    }
}
