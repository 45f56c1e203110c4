package io.buddykv.node.local;

import io.buddykv.node.boot.Role;
import io.buddykv.node.log.Backup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        description = {
            "Copies away what the cluster has stored, also while it serves: each key range as it was at some moment of the",
            "copying. A second backup into the same directory copies only what has changed."
        })
final class BackupCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Parameters(paramLabel = "DIR", description = "Where to; made when it is not there")
    private Path directory;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        KvHome kvHome = home.home();
        if (!kvHome.isStored()) {
            throw new LaunchException(kvHome.directory()
                    + " has nothing stored: its cluster keeps its data in memory only (spec.storage)");
        }
        PrintWriter out = spec.commandLine().getOut();
        List<String> slaves = slaves(kvHome);
        for (String slave : slaves) {
            Backup.Copied copied = new Backup(kvHome.data(slave), directory.resolve(slave)).run();
            out.printf(
                    "%s: %d files of %d KiB copied, %d of %d KiB were there%n",
                    slave, copied.files(), copied.bytes() >> 10, copied.keptFiles(), copied.keptBytes() >> 10);
        }
        forgetOthers(slaves);
        out.println("backup of " + slaves.size() + " slaves in " + directory + "; './kv restore " + directory
                + "' writes it into a cluster without keys");
        return Kv.DONE;
    }

    /** Those that run; when none does, all that have stored something. */
    private static List<String> slaves(KvHome home) throws IOException {
        Optional<ClusterState> running = new StateFile(home.state()).read().filter(ClusterState::isAnythingAlive);
        if (running.isPresent()) {
            return running.get().of(Role.SLAVE).stream()
                    .map(slave -> slave.name().toString())
                    .toList();
        }
        try (Stream<Path> data = Files.list(home.data(""))) {
            return data.map(each -> each.getFileName().toString())
                    .filter(name -> name.startsWith(Role.SLAVE.label() + "-"))
                    .sorted()
                    .toList();
        }
    }

    /** What is left of slaves that there were at an earlier backup. */
    private void forgetOthers(List<String> slaves) throws IOException {
        for (Path part : RestoreSource.parts(directory)) {
            if (!slaves.contains(part.getFileName().toString())) {
                KvHome.deleteTree(part);
            }
        }
    }
}
