package io.buddykv.node.local;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/** Waits for what the cluster is to become, and shows how far it has come. */
final class MoveWait {
    private static final long POLL_MILLIS = 200;
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final KvHome home;
    private final PrintWriter out;
    private final long deadline;
    private final int waitSeconds;
    private final boolean terminal = "true".equals(System.getenv("KV_TERMINAL"));
    private final ClusterObserver observer = new ClusterObserver();
    private String lastLine = "";
    private long lastNanos = System.nanoTime() - LINE_NANOS;

    MoveWait(KvHome home, PrintWriter out, int waitSeconds) {
        this.home = home;
        this.out = out;
        this.waitSeconds = waitSeconds;
        this.deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(waitSeconds);
    }

    /** Until the map of this version, or a later one, is as planned. */
    void untilPlanned(long version) throws InterruptedException {
        until(
                report -> report.version() >= version && report.moves().areDone(),
                report -> MoveBar.line(report.moves()));
        if (terminal && !lastLine.isEmpty()) {
            out.println();
        }
    }

    /** Until the active master's report is as wanted; {@code tells} is what is shown meanwhile. */
    void until(Predicate<ClusterReport> wanted, Function<ClusterReport, String> tells) throws InterruptedException {
        while (System.nanoTime() - deadline < 0) {
            Optional<ClusterReport> report = new StateFile(home.state()).read().flatMap(observer::activeReport);
            boolean done = report.filter(wanted).isPresent();
            report.map(tells).ifPresent(line -> show(line, done));
            if (done) {
                return;
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new LaunchException("not done after " + waitSeconds + " s (" + lastLine
                + "); it goes on, './kv status' shows how far it is");
    }

    /** Until the supervisor's own state is as wanted. */
    void untilState(Predicate<ClusterState> wanted, String waitingFor) throws InterruptedException {
        while (System.nanoTime() - deadline < 0) {
            if (new StateFile(home.state()).read().filter(wanted).isPresent()) {
                return;
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new LaunchException("not done after " + waitSeconds + " s: waiting for " + waitingFor);
    }

    private void show(String line, boolean last) {
        boolean due = terminal || last || System.nanoTime() - lastNanos >= LINE_NANOS;
        if (line.equals(lastLine) || !due) {
            return;
        }
        lastNanos = System.nanoTime();
        lastLine = line;
        out.print(terminal ? "\r\u001b[K" + line : line + "\n");
        out.flush();
    }
}
