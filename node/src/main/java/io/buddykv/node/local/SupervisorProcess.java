package io.buddykv.node.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the process that outlives {@code up}, out of reach of the terminal's signals. */
final class SupervisorProcess {
    private SupervisorProcess() {}

    /** @param endWith the process with which the cluster is to end */
    static Process start(KvHome home, int slaves, int basePort, Optional<Long> endWith) throws IOException {
        Path built = builtNode();
        ApplicationCopy.of(built, home.application());
        List<String> command = new ArrayList<>(detached());
        command.add(JavaNodeStarter.javaExecutable());
        command.addAll(JvmFlags.ofSupervisor(launcherArchive()));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path")
                        .replace(built.toString(), home.application().toString()),
                Kv.class.getName(),
                "supervise",
                "--home=" + home.directory(),
                "--slaves=" + slaves,
                "--base-port=" + basePort,
                "--application=" + home.application()));
        endWith.ifPresent(pid -> command.add("--end-with=" + pid));
        return new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(home.output("supervisor").toFile())
                .start();
    }

    /**
     * A session of its own, so that Ctrl-C in the terminal reaches {@code up} and nothing else. Both forms end in exec:
     * the process is the supervisor itself.
     */
    private static List<String> detached() {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path setsid = Path.of(directory, "setsid");
            if (Files.isExecutable(setsid)) {
                return List.of(setsid.toString());
            }
        }
        return List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");
    }

    /** The one that {@code kv} itself was started with; it is good for the copied application too from Java 19 on. */
    private static ClassArchive launcherArchive() {
        return new ClassArchive(
                Path.of(System.getProperty("kv.archive", "none")),
                Runtime.version().feature());
    }

    static Path builtNode() {
        String application = System.getProperty("kv.application");
        if (application == null || !Files.exists(Path.of(application, "quarkus-run.jar"))) {
            throw new LaunchException(
                    "the built node is not at " + application + " (-Dkv.application); start this by ./kv");
        }
        return Path.of(application).toAbsolutePath();
    }
}
