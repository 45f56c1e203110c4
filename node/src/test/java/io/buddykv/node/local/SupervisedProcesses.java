package io.buddykv.node.local;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.buddykv.crds.ClusterMetadata;
import io.buddykv.crds.KvCluster;
import io.buddykv.crds.KvClusterSpec;
import io.buddykv.node.boot.NodeSettings;
import io.buddykv.node.boot.Role;
import io.buddykv.node.boot.ZooKeeperAccess;
import io.buddykv.node.time.TimeSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Processes of a whole cluster under the launcher's own supervisor, with its ports, its JVM flags and its way of
 * respawning, for tests of other packages. Whatever has been started is ended by {@link #close()}, and when this JVM
 * ends.
 */
public final class SupervisedProcesses implements AutoCloseable {
    private static final long END_MILLIS = 40_000;
    private static final int LINES_SHOWN = 40;
    private static final int SCALE_SECONDS = 200;
    private static final YAMLMapper YAML =
            YAMLMapper.builder().disable(MapperFeature.AUTO_DETECT_IS_GETTERS).build();

    /** Where each process is. */
    public interface Site {
        /** Everything on the loopback interface. */
        Site LOOPBACK = new Site() {
            @Override
            public String hostOf(Role role, int number) {
                return ClusterPlan.HOST;
            }

            @Override
            public List<String> commandPrefix(Role role, int number) {
                return List.of();
            }
        };

        String hostOf(Role role, int number);

        /** What stands before the command that starts the node; it must become that command, with the same pid. */
        List<String> commandPrefix(Role role, int number);
    }

    private final KvHome home;
    private final Site site;
    private final JavaNodeStarter starter;
    private final List<NodeSettings> settings = new CopyOnWriteArrayList<>();
    private final FileSizing sizing;
    private final Supervisor supervisor;
    private final Thread thread = new Thread(this::supervise, "supervisor");
    private final Map<String, Process> latest = new ConcurrentHashMap<>();
    private final List<Process> all = new CopyOnWriteArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Thread atEndOfJvm = new Thread(this::killAll);

    /** @param application directory of the built node, {@code quarkus-app} */
    public SupervisedProcesses(Path directory, Path application, KvClusterSpec spec, Site site) throws IOException {
        this.home = new KvHome(directory);
        this.site = site;
        this.starter = new JavaNodeStarter(home, application, Purpose.OPERATION);
        home.create();
        home.ensureSecret();
        if (spec.storage() != null) {
            home.keepStored();
        }
        PortPlan ports = PortCheck.anyFree(ClusterPlan.HOST, spec.replicas(), spec.masters(), new SplittableRandom());
        KvCluster cluster =
                new KvCluster(KvCluster.API_VERSION, KvCluster.KIND, new ClusterMetadata("test", null), spec);
        String zooKeeper = site.hostOf(Role.ZOOKEEPER, 0) + ":"
                + ports.of(new NodeName(Role.ZOOKEEPER, 0)).client();
        ClusterPlan.of(cluster, ports, home, Runtime.getRuntime().availableProcessors())
                .forEach(node -> settings.add(at(site, zooKeeper, node)));
        Files.writeString(home.cluster(), YAML.writeValueAsString(cluster));
        this.sizing = new FileSizing(home, cluster, ports);
        this.supervisor = new Supervisor(
                "test", ports.base(), settings, sizing, home, this::startProcess, TimeSource.system(), log::add);
    }

    private static NodeSettings at(Site site, String zooKeeper, NodeSettings node) {
        return new NodeSettings(
                node.role(),
                node.clusterName(),
                site.hostOf(node.role(), node.identity().requestedNumber().orElse(0)),
                node.bind(),
                node.ports(),
                new ZooKeeperAccess(zooKeeper, node.zooKeeper().sessionMillis()),
                node.ensemble(),
                node.identity(),
                node.secretFile(),
                node.passwordFile(),
                node.tls(),
                node.dataDirectory(),
                node.fsync(),
                node.clusterIdFile(),
                node.acceptPartial(),
                node.shape(),
                node.timings(),
                node.memoryBytes(),
                node.eventLoops(),
                node.logFile());
    }

    public void start() {
        Runtime.getRuntime().addShutdownHook(atEndOfJvm);
        thread.start();
    }

    private void supervise() {
        try {
            supervisor.run();
        } catch (IOException | RuntimeException e) {
            log.add("the supervisor failed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process startProcess(NodeSettings node) throws IOException {
        List<String> command = new ArrayList<>(site.commandPrefix(
                node.role(), node.identity().requestedNumber().orElse(0)));
        command.addAll(starter.command(node));
        Process process = starter.builder(node, command).start();
        all.add(process);
        latest.put(node.label(), process);
        return process;
    }

    /** What {@code ./kv scale} does, with what it tells; on the loopback interface only. */
    public void scale(int slaves, PrintWriter out) throws IOException, InterruptedException {
        int before = settings(Role.SLAVE).size();
        for (int number = before + ClusterPlan.FIRST_SLAVE; number < slaves + ClusterPlan.FIRST_SLAVE; number++) {
            settings.add(sizing.slave(number));
        }
        ClusterState state = new StateFile(home.state()).read().orElseThrow();
        new Scaling(home, out, SCALE_SECONDS).to(state, slaves);
        settings.removeIf(node -> node.role() == Role.SLAVE
                && node.identity().requestedNumber().orElse(0) >= slaves + ClusterPlan.FIRST_SLAVE);
    }

    public Path directory() {
        return home.directory();
    }

    public NodeSettings settings(Role role, int number) {
        String label = new NodeName(role, number).toString();
        return settings.stream()
                .filter(node -> node.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    public List<NodeSettings> settings(Role role) {
        return settings.stream().filter(node -> node.role() == role).toList();
    }

    /** The present process, or the last one when it is not running. */
    public Process process(Role role, int number) {
        return latest.get(new NodeName(role, number).toString());
    }

    /** SIGKILL; the supervisor starts the next one at once. */
    public void kill(Role role, int number) {
        process(role, number).destroyForcibly();
    }

    /** SIGKILL; the supervisor starts the next one after {@code downMillis}. */
    public void kill(Role role, int number, long downMillis) throws IOException {
        Hold.until(home, new NodeName(role, number).toString(), System.currentTimeMillis() + downMillis);
        kill(role, number);
    }

    /**
     * SIGKILL, one right after the other; the supervisor starts each again after its time. Returns how many nanoseconds
     * passed from the first to the last, at most.
     */
    public long killTogether(List<Role> roles, LongSupplier downMillis) throws IOException {
        List<NodeSettings> killed =
                settings.stream().filter(node -> roles.contains(node.role())).toList();
        StringBuilder pids = new StringBuilder();
        for (NodeSettings node : killed) {
            Hold.until(home, node.label(), System.currentTimeMillis() + downMillis.getAsLong());
            pids.append(' ').append(latest.get(node.label()).pid());
        }
        Process shell = new ProcessBuilder("sh", "-c", "date +%s%N; kill -KILL" + pids + "; date +%s%N").start();
        try (BufferedReader told = shell.inputReader()) {
            long from = Long.parseLong(told.readLine());
            return Long.parseLong(told.readLine()) - from;
        }
    }

    /** Where a node keeps what outlives its processes. */
    public Path data(Role role, int number) {
        return settings(role, number).dataDirectory();
    }

    /** SIGTERM; the supervisor starts the next one as soon as it has ended. */
    public void terminate(Role role, int number) {
        process(role, number).destroy();
    }

    /** SIGSTOP. */
    public void pause(Role role, int number) {
        Signals.pause(process(role, number).pid());
    }

    /** SIGCONT. */
    public void resume(Role role, int number) {
        Signals.resume(process(role, number).pid());
    }

    /** What the supervisor said, and the last lines of every node's log, for a test that failed. */
    public String story() {
        StringBuilder story = new StringBuilder("supervisor:\n  ").append(String.join("\n  ", log));
        for (NodeSettings node : settings) {
            for (Path file : List.of(home.log(node.label()), home.output(node.label()))) {
                story.append('\n').append(file).append(":\n  ").append(String.join("\n  ", lastLines(file)));
            }
        }
        return story.append('\n').toString();
    }

    private static List<String> lastLines(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
        } catch (IOException none) {
            return List.of();
        }
    }

    @Override
    public void close() {
        try {
            supervisor.stop();
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            killAll();
            try {
                Runtime.getRuntime().removeShutdownHook(atEndOfJvm);
            } catch (IllegalStateException endingAlready) {
                // Then the hook does the same.
            }
        }
    }

    private void killAll() {
        for (Process process : all) {
            process.destroyForcibly();
        }
        for (Process process : all) {
            try {
                process.waitFor(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
