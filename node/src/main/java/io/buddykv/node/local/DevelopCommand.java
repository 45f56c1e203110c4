package io.buddykv.node.local;

import io.buddykv.crds.KvCluster;
import io.buddykv.crds.ZooKeeperSpec;
import io.buddykv.node.boot.Role;
import io.buddykv.node.membership.zookeeper.EmbeddedZooKeeper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Runs a cluster for those who develop or test against it, on free ports: there soon rather than fast for long. What
 * are three processes with {@code up} is this one: the launcher, the supervisor and ZooKeeper. It says that the cluster is ready
 * in a line that begins as {@link #READY}, and ends it on SIGTERM or with another process.
 */
final class DevelopCommand implements Callable<Integer> {
    static final String NAME = "develop";

    /** What Dev Services wait for. */
    static final String READY = "ready: ";

    private static final NodeName ZOOKEEPER = new NodeName(Role.ZOOKEEPER, 0);

    private final KvHome home;
    private final Path file;
    private final int waitSeconds;
    private final long endWith;

    /** Why it did not become ready; null as long as it may. */
    private volatile String failure;

    /**
     * @param file the KVCluster to run
     * @param waitSeconds how long it may take until it is ready
     * @param endWith the process with which it ends
     */
    DevelopCommand(KvHome home, Path file, int waitSeconds, long endWith) {
        this.home = home;
        this.file = file;
        this.waitSeconds = waitSeconds;
        this.endWith = endWith;
    }

    /** @param arguments the home, the file, the seconds and the process */
    static DevelopCommand of(List<String> arguments) {
        if (arguments.size() != 4) {
            throw new LaunchException(NAME + " takes HOME FILE SECONDS PID, not " + arguments);
        }
        return new DevelopCommand(
                new KvHome(Path.of(arguments.get(0)).toAbsolutePath().normalize()),
                Path.of(arguments.get(1)),
                Integer.parseInt(arguments.get(2)),
                Long.parseLong(arguments.get(3)));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ClusterLaunch launch = ClusterLaunch.of(home, file, OptionalInt.empty(), 0);
        launch.prepareHome(Optional.empty(), false);
        Path built = SupervisorProcess.builtNode();
        ApplicationCopy.of(built, home.application());
        try (EmbeddedZooKeeper zooKeeper = zooKeeper(launch)) {
            supervise(launch, zooKeeper);
        }
        return Kv.DONE;
    }

    private EmbeddedZooKeeper zooKeeper(ClusterLaunch launch) throws IOException {
        Path data = home.data(ZOOKEEPER.toString());
        Files.createDirectories(data);
        return new EmbeddedZooKeeper(
                ClusterPlan.HOST, launch.ports().of(ZOOKEEPER).client(), data);
    }

    private void supervise(ClusterLaunch launch, EmbeddedZooKeeper zooKeeper) throws IOException, InterruptedException {
        JavaNodeStarter starter = new JavaNodeStarter(home, home.application(), Purpose.DEVELOPMENT);
        try (Supervision supervision = new Supervision(home, besideZooKeeper(launch), launch.ports(), starter)) {
            supervision.endWith(endWith);
            Thread startup = new Thread(() -> startAndAwait(launch, zooKeeper, supervision), "startup");
            startup.start();
            supervision.run();
            startup.interrupt();
            startup.join();
        }
        if (failure != null) {
            throw new LaunchException(failure);
        }
    }

    /** To the processes that are started ZooKeeper is one that was there before. */
    static KvCluster besideZooKeeper(ClusterLaunch launch) {
        String address = ClusterPlan.HOST + ":" + launch.ports().of(ZOOKEEPER).client();
        KvCluster cluster = launch.cluster();
        return cluster.withSpec(cluster.spec().withZooKeeper(new ZooKeeperSpec(address, null)));
    }

    /** ZooKeeper starts beside the nodes, which take longer until they ask for it. Ends the cluster if it does not become ready. */
    private void startAndAwait(ClusterLaunch launch, EmbeddedZooKeeper zooKeeper, Supervision supervision) {
        PrintWriter out = new PrintWriter(System.out, true);
        try {
            zooKeeper.start();
            Optional<String> missing = new Startup(
                            home, ProcessHandle.current(), out, new SlavesServe(), false, state -> supervision.stop())
                    .await(TimeUnit.SECONDS.toMillis(waitSeconds));
            if (missing.isEmpty()) {
                out.println(READY + launch.cluster().metadata().name());
                return;
            }
            failure = missing.get();
        } catch (IOException | LaunchException failed) {
            failure = failed.getMessage();
        } catch (InterruptedException ended) {
            return;
        }
        supervision.stop();
    }
}
