package io.buddykv.node.local;

import java.io.PrintWriter;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
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
    private static final String CLEAR = "\u001b[H\u001b[2J";

    private final KvHome home;
    private final PrintWriter out;
    private final boolean terminal = "true".equals(System.getenv("KV_TERMINAL"));
    private final ClusterObserver observer = new ClusterObserver();

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
        boolean endedInOrder = new StateFile(home.state()).read().isEmpty();
        out.println(endedInOrder ? "the cluster has ended" : "the supervisor is gone; './kv down' ends what is left");
        return endedInOrder ? Kv.DONE : Kv.FAILED;
    }

    void stop() {
        stopped = true;
    }

    private void draw(ClusterState state) {
        StatusReport status = StatusReport.of(state, observer.report(state));
        if (terminal) {
            List<String> lines = StatusTable.lines(state.clusterName(), status);
            out.print(CLEAR + String.join("\n", lines) + "\n\nCtrl-C ends the cluster.\n");
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
