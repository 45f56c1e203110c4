package io.buddykv.node.local;

import io.buddykv.crds.KvCluster;
import io.buddykv.crds.KvClusterReader;
import io.buddykv.node.time.TimeSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The process that {@code up} leaves behind: it runs the {@link Supervisor} until SIGTERM. */
@Command(name = "supervise", hidden = true)
final class SuperviseCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");

    /** Longer than all roles together may take to end. */
    private static final long SHUTDOWN_SECONDS = 60;

    @Mixin
    private HomeOption home;

    @Option(names = "--slaves", required = true)
    private int slaves;

    @Option(names = "--base-port", required = true)
    private int basePort;

    @Option(names = "--application", required = true)
    private Path application;

    @Option(names = "--end-with")
    private Long endWith;

    @Override
    public Integer call() throws IOException, InterruptedException {
        KvHome kvHome = home.home();
        KvCluster file = KvClusterReader.read(kvHome.cluster());
        KvCluster cluster = file.withSpec(file.spec().withReplicas(slaves));
        try (PrintWriter log = new PrintWriter(Files.newBufferedWriter(kvHome.log("supervisor")), true)) {
            Supervisor supervisor = new Supervisor(
                    cluster.metadata().name(),
                    basePort,
                    ClusterPlan.of(
                            cluster,
                            new PortPlan(basePort),
                            kvHome,
                            Runtime.getRuntime().availableProcessors()),
                    new FileSizing(kvHome, cluster, new PortPlan(basePort)),
                    kvHome,
                    new JavaNodeStarter(kvHome, application),
                    TimeSource.system(),
                    line -> log.println(LocalDateTime.now().format(TIME) + " " + line));
            CountDownLatch ended = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                supervisor.stop();
                awaitQuietly(ended);
            }));
            if (endWith != null) {
                ProcessHandle.of(endWith)
                        .map(ProcessHandle::onExit)
                        .orElseGet(() -> CompletableFuture.completedFuture(null))
                        .thenRun(supervisor::stop);
            }
            try {
                supervisor.run();
            } finally {
                ended.countDown();
            }
        }
        return Kv.DONE;
    }

    private static void awaitQuietly(CountDownLatch ended) {
        try {
            ended.await(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
