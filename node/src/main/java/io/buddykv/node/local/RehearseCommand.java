package io.buddykv.node.local;

import io.buddykv.crds.KvCluster;
import io.buddykv.crds.KvClusterReader;
import io.buddykv.node.boot.NodeArguments;
import io.buddykv.node.boot.NodeProcess;
import io.buddykv.node.boot.NodeSettings;
import io.buddykv.node.boot.Role;
import io.buddykv.node.boot.ZooKeeperAccess;
import io.buddykv.node.membership.zookeeper.EmbeddedZooKeeper;
import io.buddykv.node.membership.zookeeper.ZooKeeperMembership;
import io.buddykv.node.membership.zookeeper.ZooKeeperSettings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One of the two processes that {@link TrainCommand} archives the classes of. */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {
    private static final long PATIENCE_MILLIS = 10_000;

    @Mixin
    private HomeOption home;

    @Option(names = "--commands", description = "The launcher's commands, against a rehearsal that runs")
    private boolean commands;

    @Override
    public Integer call() throws Exception {
        if (commands) {
            return rehearseCommands();
        }
        KvHome kvHome = home.home();
        PortPlan ports =
                PortCheck.anyFree(ClusterPlan.HOST, Rehearsal.SLAVES, Rehearsal.MASTERS, RandomGenerator.getDefault());
        NodeSettings asSlave = Rehearsal.nodes(kvHome, ports).stream()
                .filter(node -> node.role() == Role.SLAVE)
                .findFirst()
                .orElseThrow();
        // Read once from arguments, as by a node that is started.
        NodeSettings settings = NodeArguments.read(NodeArguments.of(asSlave).toArray(String[]::new))
                .orElseThrow();
        NodeProcess.run(settings, Rehearsal.class, kvHome.directory().toString(), Integer.toString(ports.base()));
        return Kv.DONE;
    }

    /** What commands of people and the supervisor load: options, the resource, the state, connections, tables. */
    private int rehearseCommands() throws Exception {
        String homeOption = "--home=" + home.home().directory();
        for (List<String> command : List.of(
                List.of("status"),
                List.of("status", "--json"),
                List.of("status", homeOption),
                List.of("cli", "SET", "rehearsed", "1"),
                List.of("cli", "GET", "rehearsed"),
                List.of("up", "--help"))) {
            Kv.run(command.toArray(String[]::new));
        }
        rehearseDevelopment(home.home());
        return Kv.DONE;
    }

    /** What {@link DevelopCommand} loads besides: a start that is waited for, and ZooKeeper with somebody who asks it. */
    private static void rehearseDevelopment(KvHome home) throws Exception {
        ClusterState running = new StateFile(home.state()).read().orElseThrow();
        ProcessHandle rehearsal = running.supervisor().process().orElseThrow();
        new Startup(home, rehearsal, new PrintWriter(System.out), new AllReady(), false, state -> {})
                .await(PATIENCE_MILLIS);
        new SlavesServe().missing(running, running.nodes());
        JavaNodeStarter starter = new JavaNodeStarter(home, home.application(), Purpose.DEVELOPMENT);
        PortPlan ports = new PortPlan(running.basePort());
        Rehearsal.nodes(home, ports).forEach(starter::command);
        rehearseSupervision(new KvHome(home.directory().resolve("supervised")));
        Path data = Files.createDirectories(home.data("rehearsed"));
        try (EmbeddedZooKeeper zooKeeper = new EmbeddedZooKeeper(ClusterPlan.HOST, 0, data)) {
            zooKeeper.start();
            try (ZooKeeperMembership membership = new ZooKeeperMembership(ZooKeeperSettings.forSlave(
                    ClusterPlan.HOST + ":" + zooKeeper.port(), "rehearsed", ZooKeeperAccess.DEFAULT_SESSION_MILLIS))) {
                membership.start();
                membership.readMap().toCompletableFuture().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Of a cluster whose first process ends at once, and which is then ended. */
    private static void rehearseSupervision(KvHome home) throws Exception {
        home.create();
        home.ensureSecret();
        CompletableFuture<Supervision> rehearsed = new CompletableFuture<>();
        NodeStarter starter = node -> {
            rehearsed.join().stop();
            return new ProcessBuilder(JavaNodeStarter.javaExecutable(), "-version").start();
        };
        KvCluster cluster =
                KvClusterReader.read("{apiVersion: buddykv.io/v1, kind: KVCluster, metadata: {name: rehearsed}}");
        try (Supervision supervision = new Supervision(home, cluster, new PortPlan(PortPlan.STANDARD), starter)) {
            rehearsed.complete(supervision);
            supervision.run();
        }
    }
}
