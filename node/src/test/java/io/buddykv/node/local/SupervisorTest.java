package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.crds.KvCluster;
import io.buddykv.crds.KvClusterReader;
import io.buddykv.node.boot.NodeSettings;
import io.buddykv.node.boot.Role;
import io.buddykv.node.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor over processes of the operating system that do nothing. */
class SupervisorTest {
    @TempDir
    Path directory;

    private final List<String> started = new CopyOnWriteArrayList<>();
    private final List<Process> processes = new CopyOnWriteArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();

    private volatile String[] command = {"sleep", "600"};
    private final Set<Integer> empty = ConcurrentHashMap.newKeySet();
    private KvHome home;
    private Supervisor supervisor;
    private Thread thread;

    @BeforeEach
    void start() throws Exception {
        home = new KvHome(directory.resolve("kv"));
        home.create();
        // ZooKeeper is not waited for here: its stand-in does not listen.
        KvCluster cluster = KvClusterReader.read("{apiVersion: buddykv.io/v1, kind: KVCluster, metadata: {name: c}}");
        PortPlan ports = new PortPlan(20_000);
        List<NodeSettings> nodes = ClusterPlan.of(cluster, ports, home, 1).stream()
                .filter(node -> node.role() != Role.ZOOKEEPER)
                .toList();
        FileSizing file = new FileSizing(home, cluster, ports);
        Sizing sizing = new Sizing() {
            @Override
            public OptionalInt wantedSlaves() {
                return file.wantedSlaves();
            }

            @Override
            public NodeSettings slave(int number) {
                return file.slave(number);
            }

            @Override
            public boolean mayEnd(int number) {
                return empty.contains(number);
            }
        };
        supervisor =
                new Supervisor("c", 20_000, nodes, sizing, home, this::startProcess, TimeSource.system(), log::add);
        thread = new Thread(() -> {
            try {
                supervisor.run();
            } catch (IOException | InterruptedException e) {
                log.add(e.toString());
            }
        });
        thread.start();
        Awaitility.await().until(() -> state().nodes().stream().allMatch(NodeState::isAlive));
    }

    @AfterEach
    void end() throws Exception {
        supervisor.stop();
        thread.join();
        processes.forEach(Process::destroyForcibly);
    }

    private Process startProcess(NodeSettings node) throws IOException {
        Process process = new ProcessBuilder(command).start();
        processes.add(process);
        started.add(node.label() + " " + node.ports().client());
        return process;
    }

    private ClusterState state() {
        return new StateFile(home.state())
                .read()
                .orElse(new ClusterState("c", "h", 1, new ProcessMark(1, ""), List.of(deadNode())));
    }

    private static NodeState deadNode() {
        return new NodeState(Role.SLAVE, 0, io.buddykv.node.boot.Ports.ANY, null, 0);
    }

    private NodeState slave(int number) {
        return state().node(new NodeName(Role.SLAVE, number)).orElseThrow();
    }

    @Test
    void mastersAreStartedBeforeSlaves() {
        assertThat(started)
                .containsExactly("master-0 20100", "master-1 20101", "slave-1 20001", "slave-2 20002", "slave-3 20003");
        assertThat(state().supervisor()).isEqualTo(ProcessMark.of(ProcessHandle.current()));
    }

    @Test
    void aKilledProcessIsRespawnedUnderItsNumber() {
        ProcessMark before = slave(2).process();

        before.process().orElseThrow().destroyForcibly();

        Awaitility.await().until(() -> slave(2).isAlive() && !slave(2).process().equals(before));
        assertThat(slave(2).starts()).isEqualTo(2);
        assertThat(started).hasSize(6).endsWith("slave-2 20002");
    }

    @Test
    void moreSlavesAreStartedAndThoseThatAreTooManyEndWhenTheyHoldNothing() throws Exception {
        FileSizing.write(home, 5);
        Awaitility.await()
                .until(() -> state().of(Role.SLAVE).stream()
                                .filter(NodeState::isAlive)
                                .count()
                        == 5);
        assertThat(started).endsWith("slave-4 20004", "slave-5 20005");

        FileSizing.write(home, 2);
        empty.add(5);
        Awaitility.await().until(() -> state().of(Role.SLAVE).size() == 4);
        ProcessMark four = slave(4).process();
        four.process().orElseThrow().destroyForcibly();
        Awaitility.await().until(() -> slave(4).starts() == 2);
        assertThat(slave(4).isAlive()).as("it still holds something").isTrue();

        empty.add(4);
        empty.add(3);
        Awaitility.await().until(() -> state().of(Role.SLAVE).size() == 2);
        assertThat(slave(1).starts()).isEqualTo(1);
        assertThat(slave(2).starts()).isEqualTo(1);
    }

    @Test
    void aPausedProcessIsNotRespawned() {
        ProcessMark paused = slave(1).process();
        Signals.pause(paused.pid());
        Awaitility.await().until(paused::isPaused);

        // The other's respawn shows that the supervisor has looked in the meantime.
        slave(3).process().process().orElseThrow().destroyForcibly();
        Awaitility.await().until(() -> slave(3).starts() == 2);

        assertThat(slave(1).process()).isEqualTo(paused);
        assertThat(slave(1).starts()).isEqualTo(1);
    }

    @Test
    void aProcessThatIsHeldDownIsRespawnedWhenItsTimeIsOver() throws Exception {
        long until = System.currentTimeMillis() + 700;
        Hold.until(home, "slave-2", until);
        slave(2).process().process().orElseThrow().destroyForcibly();

        Awaitility.await().until(() -> slave(2).process() == null);
        Awaitility.await().until(() -> slave(2).starts() == 2 && slave(2).isAlive());

        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(until);
    }

    @Test
    void aCommandThatCannotBeRunIsTriedAgain() {
        command = new String[] {"/nonexistent/command"};
        slave(1).process().process().orElseThrow().destroyForcibly();
        Awaitility.await().until(() -> log.stream().anyMatch(line -> line.contains("slave-1 could not be started")));

        command = new String[] {"sleep", "600"};

        Awaitility.await().until(() -> slave(1).isAlive());
    }

    @Test
    void stoppingEndsMastersThenSlavesAndForgetsTheCluster() throws Exception {
        Signals.pause(slave(2).process().pid());

        supervisor.stop();
        thread.join();

        assertThat(processes).noneMatch(Process::isAlive);
        assertThat(log.subList(log.size() - 5, log.size() - 1)).first().isEqualTo("2 of role master ended");
        assertThat(log)
                .filteredOn(line -> line.contains("cannot be told that the cluster ends"))
                .hasSize(3);
        assertThat(log).endsWith("3 of role slave ended");
        assertThat(new StateFile(home.state()).read()).isEmpty();
    }
}
