package io.buddykv.node.local;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Makes the {@link ClassArchive}s of the nodes and of the launcher: runs a {@link Rehearsal} of a cluster in one process,
 * and the launcher's own commands against it in another. In an image there is no launcher; instead of its archive the flags
 * are written with which a node of the image takes its classes from the archive.
 */
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
    /** It takes half a minute on a machine that has time; an image may be built on one that has not. */
    private static final long REHEARSAL_SECONDS = 600;

    private static final long ARCHIVING_SECONDS = 600;
    private static final long POLL_MILLIS = 50;

    @Option(names = "--application", required = true)
    private Path application;

    @Option(names = "--launcher-archive", description = "Made as well, from the launcher's commands")
    private Path launcherArchive;

    @Option(names = "--flags", description = "An argument file of the JVM, for nodes that are started from an image")
    private Path flags;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ClassArchive nodes = ClassArchive.ofNodes(application.toAbsolutePath().normalize());
        KvHome home = new KvHome(nodes.file()
                .resolveSibling("rehearsal-" + ProcessHandle.current().pid()));
        home.create();
        home.ensureSecret();
        Process rehearsal = started(rehearsal(nodes, home), home.output("rehearsal"), application);
        try {
            awaitCluster(rehearsal, home);
            if (launcherArchive != null) {
                trainLauncher(home);
            }
            rehearsal.destroy();
            ended(rehearsal, "the rehearsal of nodes", home.output("rehearsal"));
        } finally {
            rehearsal.destroyForcibly();
        }
        finish(nodes, home);
        if (flags != null) {
            Files.write(flags, JvmFlags.ofImage(nodes));
        }
        KvHome.deleteTree(home.directory());
        return Kv.DONE;
    }

    private void trainLauncher(KvHome home) throws IOException, InterruptedException {
        ClassArchive launcher =
                new ClassArchive(launcherArchive, Runtime.version().feature());
        Process commands = started(commands(launcher, home), home.output("commands"), Path.of(""));
        ended(commands, "the rehearsal of commands", home.output("commands"));
        finish(launcher, home);
    }

    private void finish(ClassArchive archive, KvHome home) throws IOException {
        if (!archive.finish()) {
            throw new LaunchException("the JVM has made no archive of classes; what it says is in " + home.logs());
        }
        out().println("made " + archive.file());
    }

    private static List<String> rehearsal(ClassArchive archive, KvHome home) {
        List<String> command = new ArrayList<>();
        command.add(JavaNodeStarter.javaExecutable());
        command.addAll(JvmFlags.ofRehearsal(archive));
        command.addAll(List.of("-jar", JavaNodeStarter.JAR, "local", "rehearse", "--home=" + home.directory()));
        return command;
    }

    /** The same class path as the commands have: an archive is good for no other. */
    private static List<String> commands(ClassArchive archive, KvHome home) {
        List<String> command = new ArrayList<>();
        command.add(JavaNodeStarter.javaExecutable());
        command.addAll(JvmFlags.ofRehearsal(archive));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Kv.class.getName(),
                "rehearse",
                "--commands",
                "--home=" + home.directory()));
        return command;
    }

    private static Process started(List<String> command, Path output, Path directory) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("KV_HOME", output.getParent().getParent().toString());
        return builder.start();
    }

    private static void awaitCluster(Process rehearsal, KvHome home) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(REHEARSAL_SECONDS);
        while (!Files.exists(home.state())) {
            if (!rehearsal.isAlive() || System.nanoTime() - deadline > 0) {
                throw new LaunchException("the rehearsal did not succeed; what it says is in " + home.logs());
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static void ended(Process process, String name, Path output) throws InterruptedException {
        if (!process.waitFor(ARCHIVING_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new LaunchException(
                    name + " did not end within " + ARCHIVING_SECONDS + " s; what it says is in " + output);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
