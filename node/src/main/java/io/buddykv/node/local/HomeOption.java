package io.buddykv.node.local;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which cluster of this machine a command is about. */
final class HomeOption {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where the cluster's state and logs live (default: $KV_HOME, or .kv)")
    private Path directory = Path.of(System.getenv().getOrDefault("KV_HOME", ".kv"));

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    KvHome home() {
        return new KvHome(directory.toAbsolutePath().normalize());
    }

    /** The cluster that runs; {@link NothingRunsException} when none does. */
    ClusterState running() {
        return new StateFile(home().state())
                .read()
                .filter(ClusterState::isAnythingAlive)
                .orElseThrow(() -> new NothingRunsException(home()));
    }
}
