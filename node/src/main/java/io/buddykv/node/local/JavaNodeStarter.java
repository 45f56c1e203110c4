package io.buddykv.node.local;

import io.buddykv.node.boot.NodeArguments;
import io.buddykv.node.boot.NodeSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts nodes with the JDK that runs the launcher, from the built application. */
final class JavaNodeStarter implements NodeStarter {
    /** What the JVM printed in earlier lives is dropped beyond this size. */
    private static final long OUTPUT_LIMIT_BYTES = 1 << 20;

    /** Relative to the application, in which nodes run: what was archived of it elsewhere is good here too. */
    static final String JAR = "quarkus-run.jar";

    private final KvHome home;
    private final Path application;
    private final Purpose purpose;

    /** @param application Quarkus' directory of the built node, {@code quarkus-app} */
    JavaNodeStarter(KvHome home, Path application, Purpose purpose) {
        this.home = home;
        this.application = application;
        this.purpose = purpose;
    }

    @Override
    public Process start(NodeSettings node) throws IOException {
        return builder(node, command(node)).start();
    }

    /** Starts nothing yet: as {@link #start}, with another {@code command}, which may start the node by way of another program. */
    ProcessBuilder builder(NodeSettings node, List<String> command) throws IOException {
        Path output = home.output(node.label());
        if (Files.exists(output) && Files.size(output) > OUTPUT_LIMIT_BYTES) {
            Files.delete(output);
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(application.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        // The C library would keep an arena of memory for each thread.
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        return builder;
    }

    /** The program and its arguments. */
    List<String> command(NodeSettings node) {
        List<String> command = new ArrayList<>();
        command.add(javaExecutable());
        command.addAll(JvmFlags.of(node, purpose, ClassArchive.ofNodes(application)));
        command.add("-XX:ErrorFile=" + home.logs().resolve(node.label() + "-crash-%p.log"));
        command.add("-jar");
        command.add(JAR);
        command.addAll(NodeArguments.of(node));
        return command;
    }

    static String javaExecutable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
