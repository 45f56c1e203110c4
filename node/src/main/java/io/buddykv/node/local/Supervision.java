package io.buddykv.node.local;

import io.buddykv.crds.KvCluster;
import io.buddykv.node.time.TimeSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A {@link Supervisor} in this process, with its log, until SIGTERM or the end of another process. */
final class Supervision implements AutoCloseable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");

    /** Longer than all roles together may take to end. */
    private static final long SHUTDOWN_SECONDS = 60;

    private final PrintWriter log;
    private final Supervisor supervisor;
    private final CountDownLatch ended = new CountDownLatch(1);

    Supervision(KvHome home, KvCluster cluster, PortPlan ports, NodeStarter starter) throws IOException {
        log = new PrintWriter(Files.newBufferedWriter(home.log("supervisor")), true);
        supervisor = new Supervisor(
                cluster.metadata().name(),
                ports.base(),
                ClusterPlan.of(cluster, ports, home, Runtime.getRuntime().availableProcessors()),
                new FileSizing(home, cluster, ports),
                home,
                starter,
                TimeSource.system(),
                line -> log.println(LocalDateTime.now().format(TIME) + " " + line));
    }

    /** The cluster ends when this process ends, or has ended. */
    void endWith(long pid) {
        ProcessHandle.of(pid)
                .map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(null))
                .thenRun(supervisor::stop);
    }

    /** Returns when all processes have ended. */
    void run() throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            supervisor.stop();
            awaitQuietly();
        }));
        supervisor.run();
    }

    /** Makes {@link #run()} end all processes. From any thread. */
    void stop() {
        supervisor.stop();
    }

    private void awaitQuietly() {
        try {
            ended.await(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing is left to be done here: a process that is told to end may do so. */
    @Override
    public void close() {
        log.close();
        ended.countDown();
    }
}
