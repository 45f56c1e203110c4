package io.buddykv.node.local;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logs", description = "Shows the last lines of the logs: of one process, or of all.")
final class LogsCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "slave-1, 1, master-0, zookeeper, supervisor; all when absent")
    private String name;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "COUNT",
            description = "How many (default: ${DEFAULT-VALUE})")
    private int lines = 20;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<Path> files = files();
        if (files.isEmpty()) {
            throw new LaunchException("no log" + (name == null ? "" : " of '" + name + "'") + " in "
                    + home.home().logs());
        }
        for (Path file : files) {
            out.println("==> " + file + " <==");
            tail(file, lines).forEach(out::println);
        }
        return Kv.DONE;
    }

    private List<Path> files() throws IOException {
        Path logs = home.home().logs();
        if (!Files.isDirectory(logs)) {
            return List.of();
        }
        String wanted = name == null
                ? null
                : NodeName.parse(name).map(NodeName::toString).orElse(name);
        try (Stream<Path> all = Files.list(logs)) {
            return all.filter(file -> isLog(file, wanted)).sorted().toList();
        }
    }

    private static boolean isLog(Path file, String wanted) {
        String fileName = file.getFileName().toString();
        return wanted == null
                ? fileName.endsWith(".log")
                : fileName.equals(wanted + ".log") || fileName.equals(wanted + ".out");
    }

    /** The last lines of a text file of bounded size. */
    static List<String> tail(Path file, int count) throws IOException {
        return tail(file, count, line -> true);
    }

    /** The last ones of those lines that are wanted. */
    static List<String> tail(Path file, int count, Predicate<String> wanted) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        try (Stream<String> all = Files.lines(file, java.nio.charset.StandardCharsets.ISO_8859_1)) {
            all.filter(wanted).forEach(line -> {
                last.addLast(line);
                if (last.size() > count) {
                    last.removeFirst();
                }
            });
        }
        return List.copyOf(last);
    }
}
