package io.buddykv.node.local;

import io.buddykv.node.boot.NodeSettings;
import io.buddykv.node.boot.Role;
import io.buddykv.node.time.TimeSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps all processes of a local cluster running: what the StatefulSet is on Kubernetes. A process that has died is
 * started again with the same settings, hence under the same internal number; one that is only stopped (SIGSTOP) is not
 * dead. All of its state is touched by the one thread that calls {@link #run()}.
 *
 * <p>Not guaranteed: when the supervisor itself is killed its children live on, and nobody respawns them; the state
 * file still names them for {@code down}.
 */
final class Supervisor {
    /** How long the processes of one role may take to end when they are asked to. */
    private static final long PATIENCE_MILLIS = 12_000;

    /** Masters and slaves are started when ZooKeeper takes connections, or after this long all the same. */
    private static final long ZOOKEEPER_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long ZOOKEEPER_POLL_MILLIS = 50;

    /** How often it is looked whether another number of slaves is wanted. */
    private static final long SIZING_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final String clusterName;
    private final int basePort;
    private final KvHome home;
    private final StateFile stateFile;
    private final NodeStarter starter;
    private final TimeSource time;
    private final Consumer<String> log;
    private final List<SupervisedNode> nodes = new ArrayList<>();
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();

    private final Sizing sizing;
    private volatile boolean stopRequested;
    private boolean asking;
    private long sizedNanos;

    /** With slaves whose number does not change. */
    Supervisor(
            String clusterName,
            int basePort,
            List<NodeSettings> settings,
            KvHome home,
            NodeStarter starter,
            TimeSource time,
            Consumer<String> log) {
        this(clusterName, basePort, settings, Sizing.FIXED, home, starter, time, log);
    }

    Supervisor(
            String clusterName,
            int basePort,
            List<NodeSettings> settings,
            Sizing sizing,
            KvHome home,
            NodeStarter starter,
            TimeSource time,
            Consumer<String> log) {
        this.sizing = sizing;
        this.clusterName = clusterName;
        this.basePort = basePort;
        this.home = home;
        this.stateFile = new StateFile(home.state());
        this.starter = starter;
        this.time = time;
        this.log = log;
        settings.forEach(node -> nodes.add(new SupervisedNode(node)));
    }

    /** Starts everything, respawns what dies, and returns when all has ended after {@link #stop()}. */
    void run() throws IOException, InterruptedException {
        writeState();
        startAll();
        while (!stopRequested) {
            Runnable event = events.poll(Math.min(nanosToNextStart(), SIZING_NANOS), TimeUnit.NANOSECONDS);
            if (event != null) {
                event.run();
            }
            if (!stopRequested) {
                resize();
                startWhatIsDue();
            }
        }
        endAll();
    }

    /** Starts slaves that are missing, and asks whether those that are too many hold nothing any more. */
    private void resize() {
        if (time.nanos() - sizedNanos < SIZING_NANOS) {
            return;
        }
        sizedNanos = time.nanos();
        try {
            sizing.wantedSlaves().ifPresent(this::resizeTo);
        } catch (LaunchException unknown) {
            log.accept("the number of slaves stays: " + unknown.getMessage());
        }
    }

    private void resizeTo(int wanted) {
        for (int number = ClusterPlan.FIRST_SLAVE; number < ClusterPlan.FIRST_SLAVE + wanted; number++) {
            NodeName name = new NodeName(Role.SLAVE, number);
            if (nodes.stream().noneMatch(node -> node.name().equals(name))) {
                SupervisedNode added = new SupervisedNode(sizing.slave(number));
                added.startAt(time.nanos());
                nodes.add(added);
            }
        }
        List<SupervisedNode> tooMany = nodes.stream()
                .filter(node -> node.name().role() == Role.SLAVE
                        && node.name().number() >= ClusterPlan.FIRST_SLAVE + wanted
                        && !node.isRetired())
                .toList();
        if (!asking && !tooMany.isEmpty()) {
            asking = true;
            CompletableFuture.supplyAsync(() -> tooMany.stream()
                            .filter(node -> sizing.mayEnd(node.name().number()))
                            .toList())
                    .whenComplete((empty, failure) -> events.add(() -> {
                        asking = false;
                        if (failure == null) {
                            empty.forEach(this::retire);
                        } else {
                            log.accept("cannot tell which slaves may end: " + failure);
                        }
                    }));
        }
    }

    private void retire(SupervisedNode node) {
        node.retire();
        if (!node.isAlive()) {
            forget(node);
            return;
        }
        log.accept(node + " holds nothing any more and is ended");
        ProcessHandle process = node.handle();
        CompletableFuture.runAsync(() -> OrderlyEnd.of(List.of(process), PATIENCE_MILLIS));
    }

    private void forget(SupervisedNode node) {
        nodes.remove(node);
        writeStateOrLog();
    }

    /** Makes {@link #run()} end all processes and return. From any thread. */
    void stop() {
        stopRequested = true;
        events.add(() -> {});
    }

    private void startAll() throws IOException, InterruptedException {
        for (SupervisedNode node : nodes) {
            if (stopRequested) {
                return;
            }
            start(node);
            if (node.settings().role() == Role.ZOOKEEPER) {
                awaitZooKeeper(node);
            }
        }
    }

    private void awaitZooKeeper(SupervisedNode node) throws InterruptedException {
        long deadline = time.nanos() + ZOOKEEPER_PATIENCE_NANOS;
        while (!stopRequested && node.isAlive() && time.nanos() - deadline < 0 && !isListening(node.settings())) {
            TimeUnit.MILLISECONDS.sleep(ZOOKEEPER_POLL_MILLIS);
        }
    }

    private static boolean isListening(NodeSettings node) {
        try (var socket = new java.net.Socket(node.host(), node.ports().client())) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private void start(SupervisedNode node) throws IOException {
        Process process = starter.start(node.settings());
        node.started(process, time.nanos());
        writeState();
        log.accept(node + " started, process " + process.pid() + (node.starts() > 1 ? ", start " + node.starts() : ""));
        process.onExit().thenAccept(ended -> events.add(() -> died(node, ended)));
    }

    private void died(SupervisedNode node, Process process) {
        if (stopRequested || !node.isRunBy(process)) {
            return;
        }
        if (node.isRetired()) {
            log.accept(node + " has ended");
            forget(node);
            return;
        }
        long delay = node.died(time.nanos());
        Optional<Long> held = Hold.remainingMillis(home, node.toString(), time.wallMillis());
        if (held.isPresent()) {
            delay = Math.max(delay, TimeUnit.MILLISECONDS.toNanos(held.get()));
            node.startAt(time.nanos() + delay);
        }
        log.accept(node + " (process " + process.pid() + ") ended with exit code " + process.exitValue()
                + "; respawn in " + TimeUnit.NANOSECONDS.toMillis(delay) + " ms");
        writeStateOrLog();
    }

    private void startWhatIsDue() {
        for (SupervisedNode node : nodes) {
            if (node.isDue(time.nanos())) {
                try {
                    start(node);
                } catch (IOException e) {
                    long delay = node.died(time.nanos());
                    log.accept(node + " could not be started: " + e.getMessage() + "; next try in "
                            + TimeUnit.NANOSECONDS.toMillis(delay) + " ms");
                }
            }
        }
    }

    private long nanosToNextStart() {
        long now = time.nanos();
        return nodes.stream().mapToLong(node -> node.nanosToStart(now)).min().orElse(SupervisedNode.NEVER);
    }

    private void endAll() throws IOException {
        for (Role role : OrderlyEnd.ROLES) {
            List<SupervisedNode> alive = nodes.stream()
                    .filter(node -> node.settings().role() == role && node.isAlive())
                    .toList();
            List<ProcessHandle> processes =
                    alive.stream().map(SupervisedNode::handle).toList();
            if (role == Role.SLAVE) {
                processes.forEach(process -> Signals.resume(process.pid()));
                new EndNotice(home.secret(), log)
                        .tell(alive.stream()
                                .map(SupervisedNode::settings)
                                .map(node ->
                                        new HostPort(node.host(), node.ports().master()))
                                .toList());
            }
            if (!processes.isEmpty()) {
                int killed = OrderlyEnd.of(processes, PATIENCE_MILLIS);
                log.accept(processes.size() + " of role " + role.label() + " ended"
                        + (killed > 0 ? ", " + killed + " of them killed" : ""));
            }
        }
        home.ended();
    }

    private void writeStateOrLog() {
        try {
            writeState();
        } catch (IOException e) {
            log.accept("cannot write " + home.state() + ": " + e);
        }
    }

    private void writeState() throws IOException {
        stateFile.write(new ClusterState(
                clusterName,
                ClusterPlan.HOST,
                basePort,
                ProcessMark.of(ProcessHandle.current()),
                nodes.stream().map(SupervisedNode::state).toList()));
    }
}
