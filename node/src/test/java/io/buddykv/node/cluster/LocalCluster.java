package io.buddykv.node.cluster;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.buddykv.crds.KvClusterReader;
import io.buddykv.crds.KvClusterSpec;
import io.buddykv.crds.MemoryAmount;
import io.buddykv.node.boot.NodeSettings;
import io.buddykv.node.boot.Role;
import io.buddykv.node.local.Kv;
import io.buddykv.node.local.SupervisedProcesses;
import io.buddykv.node.port.http.ClusterStatus;
import io.buddykv.node.port.http.RangeStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** A whole cluster of real processes, with default settings: ZooKeeper, two masters and some slaves. */
final class LocalCluster implements AutoCloseable {
    static final int FIRST_SLAVE = 1;

    /** How long the cluster may take to become whole. Generous: machines that build are busy. */
    static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final String PATIENT = "leaseMillis: 3000, heartbeatMillis: 200, suspicionMillis: 1200,"
            + " checkMillis: 800, stallMillis: 2000, memory: 128Mi, rebalance: {maxBytesPerSecond: 4M}";
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final long MEMORY_OF_A_SLAVE = 64L << 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER)
            .build();
    private final SupervisedProcesses processes;
    private volatile int slaves;

    private LocalCluster(SupervisedProcesses processes, int slaves) {
        this.processes = processes;
        this.slaves = slaves;
    }

    /** Starts it on the loopback interface and waits until it is whole; see the other one. */
    static LocalCluster start(String name, int slaves) throws IOException {
        return start(name, slaves, SupervisedProcesses.Site.LOOPBACK);
    }

    /** @param name how its directory below {@code target/clusters} begins, where the logs can be read afterwards */
    static LocalCluster start(String name, int slaves, SupervisedProcesses.Site site) throws IOException {
        return start(name, spec(slaves), site);
    }

    /** With other settings than the standard ones. */
    static LocalCluster start(String name, KvClusterSpec spec) throws IOException {
        return start(name, spec, SupervisedProcesses.Site.LOOPBACK);
    }

    /**
     * With times that are longer than the standard ones: where several slaves share a busy processor, a planned change must
     * not become a failover because somebody did not get it in time.
     */
    static LocalCluster startPatient(String name, int slaves) throws IOException {
        return start(name, patientSpec(slaves));
    }

    private static LocalCluster start(String name, KvClusterSpec spec, SupervisedProcesses.Site site)
            throws IOException {
        Path clusters = Files.createDirectories(Path.of("target", "clusters").toAbsolutePath());
        return startIn(Files.createTempDirectory(clusters, name), spec, site);
    }

    /** In a directory where one was before: what that one stored is there. Other ports are taken. */
    static LocalCluster startAgain(Path directory, KvClusterSpec spec) throws IOException {
        return startIn(directory, spec, SupervisedProcesses.Site.LOOPBACK);
    }

    /** The same where some cannot come back: as with {@code ./kv up --accept-partial}, it serves with what is left. */
    static LocalCluster startAgainPartly(Path directory, KvClusterSpec spec) throws IOException {
        Files.createFile(directory.resolve("accept-partial"));
        return startIn(directory, spec, SupervisedProcesses.Site.LOOPBACK, ClusterStatus::ready);
    }

    private static LocalCluster startIn(Path directory, KvClusterSpec spec, SupervisedProcesses.Site site)
            throws IOException {
        return startIn(directory, spec, site, null);
    }

    /** @param enough when it is started; null: when it is whole */
    private static LocalCluster startIn(
            Path directory, KvClusterSpec spec, SupervisedProcesses.Site site, Predicate<ClusterStatus> enough)
            throws IOException {
        LocalCluster cluster =
                new LocalCluster(new SupervisedProcesses(directory, application(), spec, site), spec.replicas());
        try {
            cluster.processes.start();
            cluster.await("the cluster is started", enough == null ? cluster::isWhole : enough);
            return cluster;
        } catch (RuntimeException | AssertionError failed) {
            cluster.close();
            throw failed;
        }
    }

    static Path application() {
        Path application = Path.of(System.getProperty("buddykv.application", "target/quarkus-app"))
                .toAbsolutePath();
        if (!application.resolve("quarkus-run.jar").toFile().exists()) {
            throw new IllegalStateException(application + " does not hold the built node: run mvn package first");
        }
        return application;
    }

    static KvClusterSpec spec(int slaves) {
        return KvClusterSpec.defaults().withReplicas(slaves).withMemory(new MemoryAmount(MEMORY_OF_A_SLAVE));
    }

    /** Logs and data of its nodes. */
    Path directory() {
        return processes.directory();
    }

    /** Of a cluster with longer times, see {@link #startPatient}. */
    static KvClusterSpec patientSpec(int slaves) {
        return KvClusterReader.read(
                        "{apiVersion: buddykv.io/v1, kind: KVCluster, metadata: {name: c}, spec: {replicas: " + slaves
                                + ", " + PATIENT + "}}")
                .spec();
    }

    SupervisedProcesses processes() {
        return processes;
    }

    /** What {@code ./kv scale} does; returns what it told. */
    String scale(int wanted) throws IOException, InterruptedException {
        StringWriter told = new StringWriter();
        try {
            slaves = wanted;
            processes.scale(wanted, new PrintWriter(told));
            return told.toString();
        } catch (RuntimeException failed) {
            throw new AssertionError(
                    "scale " + wanted + ": " + failed.getMessage() + "; it told\n" + told + processes.story(), failed);
        }
    }

    /** {@code ./kv apply} of a file with so many slaves; returns how it ended. */
    int apply(Path file, int wanted) {
        slaves = wanted;
        return Kv.run("apply", "--home=" + directory(), "-f", file.toString());
    }

    /** What its nodes were started by. */
    Path file() {
        return directory().resolve("cluster.yaml");
    }

    int slaves() {
        return slaves;
    }

    /** Client ports of all slaves, by number from {@link #FIRST_SLAVE} on. */
    List<NodeAddress> clientAddresses() {
        return processes.settings(Role.SLAVE).stream()
                .map(LocalCluster::clientAddress)
                .toList();
    }

    NodeAddress clientAddress(int slave) {
        return clientAddress(processes.settings(Role.SLAVE, slave));
    }

    private static NodeAddress clientAddress(NodeSettings node) {
        return new NodeAddress(node.host(), node.ports().client());
    }

    /** {@code GET /v1/cluster} of the active master, else of any node that answers. */
    Optional<ClusterStatus> status() {
        Optional<ClusterStatus> any = Optional.empty();
        for (NodeSettings node : byRole(Role.MASTER, Role.SLAVE)) {
            Optional<ClusterStatus> status = status(node);
            if (status.isPresent() && (node.role() == Role.SLAVE || isActive(status.get(), node))) {
                return status;
            }
            any = any.isPresent() ? any : status;
        }
        return any;
    }

    /** {@code GET /v1/cluster} of one node; empty when it does not answer. */
    Optional<ClusterStatus> status(NodeSettings node) {
        return get(node, "/v1/cluster", ClusterStatus.class);
    }

    /** {@code GET /v1/cluster/ranges} of any node that answers, slaves first. */
    List<RangeStatus> ranges() {
        return byRole(Role.SLAVE, Role.MASTER).stream()
                .flatMap(node -> get(node, "/v1/cluster/ranges", RangeStatus[].class).stream())
                .filter(all -> all.length > 0)
                .findFirst()
                .map(List::of)
                .orElseThrow(() -> new IllegalStateException("no node tells its ranges"));
    }

    /** The position of the active master; empty when no master says that it is active. */
    Optional<Integer> activeMaster() {
        return processes.settings(Role.MASTER).stream()
                .filter(node ->
                        status(node).filter(status -> isActive(status, node)).isPresent())
                .map(node -> node.identity().requestedNumber().orElseThrow())
                .findFirst();
    }

    private static boolean isActive(ClusterStatus status, NodeSettings master) {
        return status.masters().stream()
                .anyMatch(
                        one -> one.active() && one.httpPort() == master.ports().http());
    }

    /** How many key ranges the present masters have given to other slaves because theirs failed. */
    long rangesFailedOver() throws IOException, InterruptedException {
        long sum = 0;
        for (NodeSettings master : processes.settings(Role.MASTER)) {
            URI uri =
                    URI.create("http://" + master.host() + ":" + master.ports().http() + "/q/metrics");
            String metrics = http.send(
                            HttpRequest.newBuilder(uri).timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            sum += metrics.lines()
                    .filter(line -> line.startsWith("buddykv_failover_ranges_total"))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
        return sum;
    }

    private List<NodeSettings> byRole(Role first, Role second) {
        return Stream.concat(processes.settings(first).stream(), processes.settings(second).stream())
                .toList();
    }

    private <T> Optional<T> get(NodeSettings node, String path, Class<T> type) {
        URI uri = URI.create("http://" + node.host() + ":" + node.ports().http() + path);
        try {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(uri).timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() == 200 ? Optional.of(JSON.readValue(response.body(), type)) : Optional.empty();
        } catch (IOException silent) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Every slave up under its number and serving exactly its homes, every range fully in sync, nothing moving. */
    ClusterStatus awaitWhole() {
        return await("the cluster is whole", this::isWhole);
    }

    boolean isWhole(ClusterStatus status) {
        return status.ready()
                && status.redundant()
                && status.ranges().total() > 0
                && status.ranges().down() == 0
                && status.ranges().redirected() == 0
                && status.ranges().underReplicated() == 0
                && status.ranges().moving() == 0
                && status.slaves().size() == slaves
                && status.slaves().stream()
                        .allMatch(slave -> slave.state().equals("UP") && slave.homes() == slave.primaries());
    }

    /** Waits for a condition of the cluster; when it does not come true, fails with what every node last said. */
    ClusterStatus await(String condition, Predicate<ClusterStatus> holds) {
        ClusterStatus[] last = new ClusterStatus[1];
        try {
            org.awaitility.Awaitility.await()
                    .alias(condition)
                    .atMost(PATIENCE)
                    .pollInterval(POLL)
                    .until(() -> {
                        Optional<ClusterStatus> status = status();
                        status.ifPresent(known -> last[0] = known);
                        return status.filter(holds).isPresent();
                    });
            return last[0];
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(
                    condition + ": not within " + PATIENCE.toSeconds() + " s; last " + last[0] + "\n"
                            + processes.story(),
                    late);
        }
    }

    @Override
    public void close() {
        processes.close();
    }
}
