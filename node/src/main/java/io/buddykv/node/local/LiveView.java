package io.buddykv.node.local;

import java.io.PrintWriter;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follows a running cluster: on a terminal a table that is drawn again and again, elsewhere a plain line for each
 * change.
 */
final class LiveView {
    private static final long TERMINAL_MILLIS = 500;
    private static final long LOG_MILLIS = 100;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final KvHome home;
    private final PrintWriter out;
    private final boolean terminal = "true".equals(System.getenv("KV_TERMINAL"));
    private final ClusterObserver observer = new ClusterObserver();
    private final Screen screen = new Screen();

    private volatile boolean stopped;
    private String lastChange = "";

    LiveView(KvHome home, PrintWriter out) {
        this.home = home;
        this.out = out;
    }

    /** Returns when the cluster has ended; the exit code. */
    int show() throws InterruptedException {
        while (!stopped) {
            Optional<ClusterState> state = new StateFile(home.state()).read();
            if (state.isEmpty() || !state.get().supervisor().isAlive()) {
                break;
            }
            draw(state.get());
            Thread.sleep(terminal ? TERMINAL_MILLIS : LOG_MILLIS);
        }
        if (stopped) {
            return Kv.DONE;
        }
        leaveScreen();
        boolean endedInOrder = new StateFile(home.state()).read().isEmpty();
        out.println(endedInOrder ? "the cluster has ended" : "the supervisor is gone; './kv down' ends what is left");
        return endedInOrder ? Kv.DONE : Kv.FAILED;
    }

    /** Nothing is shown any more. From any thread. */
    void stop() {
        stopped = true;
        leaveScreen();
    }

    private void leaveScreen() {
        out.print(screen.leave());
        out.flush();
    }

    private void draw(ClusterState state) throws InterruptedException {
        StatusReport status = StatusReport.of(state, observer.report(state));
        if (terminal) {
            List<String> lines = new ArrayList<>(StatusTable.lines(state.clusterName(), status));
            lines.addAll(List.of("", "Ctrl-C ends the cluster."));
            out.print(screen.frame(lines, TerminalSize.now()));
            out.flush();
            return;
        }
        String change = StatusTable.change(status);
        if (!change.equals(lastChange)) {
            out.println(LocalTime.now().format(TIME) + " " + change);
            out.flush();
            lastChange = change;
        }
    }
}
