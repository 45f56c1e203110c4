package io.buddykv.quarkus.client.deployment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The built node on this machine: what Quarkus makes of it, {@code quarkus-app}. */
record NodeApplication(Path directory) {
    private static final String JAR = "quarkus-run.jar";
    private static final String BUILT = "node/target/quarkus-app";

    /**
     * @param configured the directory that the application's configuration names, if it does
     * @param from where to begin to look for BuddyKV's sources, upwards
     */
    static Optional<NodeApplication> find(Optional<String> configured, Optional<String> environment, Path from) {
        if (configured.isPresent()) {
            return in(Path.of(configured.get()));
        }
        if (environment.isPresent()) {
            return in(Path.of(environment.get()));
        }
        for (Path parent = from.toAbsolutePath(); parent != null; parent = parent.getParent()) {
            Optional<NodeApplication> built = in(parent.resolve(BUILT));
            if (built.isPresent()) {
                return built;
            }
        }
        return Optional.empty();
    }

    static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(JAR));
    }

    private static Optional<NodeApplication> in(Path directory) {
        return isIn(directory)
                ? Optional.of(new NodeApplication(directory.toAbsolutePath().normalize()))
                : Optional.empty();
    }

    /** Where the launcher's classes lie once a cluster has been rehearsed with this build and this JDK. */
    Path archive() {
        String jdk = System.getProperty("java.vendor") + "-" + Runtime.version();
        return directory.resolve("archive").resolve("dev-" + jdk.replaceAll("[^A-Za-z0-9.+-]", "") + ".classes");
    }

    /** The command that runs the launcher; its own arguments follow. */
    List<String> launcher() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> line = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
        int feature = Runtime.version().feature();
        // The same as the nodes have: archives of classes are fully used only under the same.
        line.add("--enable-native-access=ALL-UNNAMED");
        if (feature >= 23) {
            line.add("--sun-misc-unsafe-memory-access=allow");
        }
        if (Files.exists(archive())) {
            line.add("-Xlog:disable");
            line.add((feature >= 25 ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive());
        }
        // ZooKeeper, which a cluster for development has in this process, logs by way of it.
        line.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        line.add("-Dkv.archive=" + archive());
        line.add("-Dkv.application=" + directory);
        line.add("-cp");
        line.add(directory + "/app/*:" + directory + "/lib/main/*:" + directory + "/lib/boot/*");
        line.add("io.buddykv.node.local.Kv");
        return line;
    }
}
