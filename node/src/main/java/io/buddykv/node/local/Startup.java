package io.buddykv.node.local;

import io.buddykv.node.boot.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Waits until a cluster that is being started can serve, and tells what it waits for. */
final class Startup {
    private static final long POLL_MILLIS = 50;

    private static final int LINES_SHOWN = 6;

    /** The rest of an exception that has been named in a line before. */
    private static final Pattern STACK_FRAME = Pattern.compile("^\\s+(at |\\.\\.\\. \\d+ more)");

    /** A process that has been started this often before the cluster was ready will not come up by patience. */
    private static final int MOST_STARTS = 4;

    private final KvHome home;
    private final ProcessHandle supervisor;
    private final PrintWriter out;
    private final Readiness readiness;

    private final Set<NodeName> given = new HashSet<>();
    private final boolean comesBack;
    private final Ending ending;
    private String lastSaid = "";

    /** Ends a cluster that will not come up. */
    interface Ending {
        void of(ClusterState state) throws IOException;
    }

    /**
     * @param readiness when it counts as ready
     * @param comesBack whether it has been there before, and has stored what it held
     */
    Startup(
            KvHome home,
            ProcessHandle supervisor,
            PrintWriter out,
            Readiness readiness,
            boolean comesBack,
            Ending ending) {
        this.readiness = readiness;
        this.ending = ending;
        this.home = home;
        this.supervisor = supervisor;
        this.out = out;
        this.comesBack = comesBack;
    }

    /**
     * Returns when it is ready, or, with what is missing, when that takes too long.
     *
     * @throws LaunchException that says what cannot be helped by patience
     */
    Optional<String> await(long millis) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        String waitingFor = "the supervisor";
        while (System.nanoTime() - deadline < 0) {
            if (!supervisor.isAlive()) {
                throw new LaunchException(
                        "the supervisor ended while the cluster was starting" + lastLines("supervisor"));
            }
            Optional<ClusterState> state = new StateFile(home.state())
                    .read()
                    .filter(read -> read.supervisor().pid() == supervisor.pid());
            if (state.isPresent()) {
                refuseDying(state.get());
                Optional<String> missing = missing(state.get());
                if (missing.isEmpty()) {
                    return Optional.empty();
                }
                waitingFor = missing.get();
            }
            say("waiting for " + waitingFor);
            Thread.sleep(POLL_MILLIS);
        }
        return Optional.of(
                "not ready after " + TimeUnit.MILLISECONDS.toSeconds(millis) + " s: waiting for " + waitingFor);
    }

    private Optional<String> missing(ClusterState state) {
        return readiness.missing(
                state, state.nodes().stream().filter(node -> !isGivenUp(node)).toList());
    }

    private void refuseDying(ClusterState state) throws IOException {
        for (NodeState node : state.nodes()) {
            if (isGivenUp(node)) {
                if (given.add(node.name())) {
                    out.println(node.name() + " ends again and again, the cluster comes up without it"
                            + lastLines(node.name().toString()));
                    out.flush();
                }
            } else if (node.starts() >= MOST_STARTS) {
                String label = node.name().toString();
                String lines = lastLines(label);
                ending.of(state);
                throw new LaunchException(label + " ends again and again; the cluster has been ended" + lines);
            }
        }
    }

    /** Others have what a slave of a cluster that comes back has stored; whoever begins anew has made a mistake. */
    private boolean isGivenUp(NodeState node) {
        return comesBack && node.role() == Role.SLAVE && node.starts() >= MOST_STARTS;
    }

    private String lastLines(String label) throws IOException {
        StringBuilder text = new StringBuilder();
        for (var file : List.of(home.log(label), home.output(label))) {
            if (java.nio.file.Files.exists(file)) {
                for (String line : LogsCommand.tail(
                        file, LINES_SHOWN, line -> !STACK_FRAME.matcher(line).find())) {
                    text.append("\n  ").append(line);
                }
            }
        }
        return text.isEmpty() ? "" : "; last lines of its log:" + text;
    }

    private void say(String line) {
        if (!line.equals(lastSaid)) {
            out.println(line);
            out.flush();
            lastSaid = line;
        }
    }
}
