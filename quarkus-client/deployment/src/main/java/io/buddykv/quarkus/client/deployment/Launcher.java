package io.buddykv.quarkus.client.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The launcher that the node's application holds, for the cluster in one directory. */
record Launcher(NodeApplication application, Path home) {
    private static final Logger LOG = Logger.getLogger(Launcher.class);

    static final int READY_SECONDS = 60;
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
