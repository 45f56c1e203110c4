package io.buddykv.node.local;

import io.buddykv.node.boot.ClientPassword;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        sortOptions = false,
        description = {
            "Starts ZooKeeper, masters and slaves from a KVCluster file and shows them live; Ctrl-C ends them.",
            "A process that dies is respawned under the same internal number."
        },
        footerHeading = "%nPorts, from the base port P:%n",
        footer = {
            "  P+N       client port of slave N        (6379+N, N from 1)",
            "  P+100+M   client port of master M       (6479+M, M from 0)",
            "  P+1701+N  http port of slave N          (8080+N)",
            "  P+1801+M  http port of master M         (8180+M)",
            "  P+1021+N, P+1121+N  master port and replication port of slave N",
            "  P+1221+M  slave port of master M",
            "  P+1321, P+1901      ZooKeeper and its http port"
        })
final class UpCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            defaultValue = "${sys:kv.root:-.}/manifests/samples/kvcluster.yaml",
            description = "KVCluster to run (default: manifests/samples/kvcluster.yaml)")
    private Path file;

    @Option(names = "--slaves", paramLabel = "N", description = "Instead of the file's replicas")
    private Integer slaves;

    @Option(
            names = "--base-port",
            paramLabel = "P",
            defaultValue = "" + PortPlan.STANDARD,
            description = "All ports are counted from it, see below; 0: any that is free (default: ${DEFAULT-VALUE})")
    private int basePort;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Holds the password that clients shall need (default: none is needed)")
    private Path passwordFile;

    @Option(
            names = "--accept-partial",
            description = {
                "Rebuild a map that ZooKeeper has lost although slaves are missing:",
                "from the records of a majority of them"
            })
    private boolean acceptPartial;

    @Option(names = "--detach", description = "Return once the cluster is ready")
    private boolean detach;

    @Option(
            names = "--end-with",
            paramLabel = "PID",
            description = "End the cluster when this process ends (default: only by './kv down')")
    private Long endWith;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long to wait until it is ready (default: ${DEFAULT-VALUE})")
    private int waitSeconds;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        KvHome kvHome = home.home();
        ClusterLaunch launch =
                ClusterLaunch.of(kvHome, file, slaves == null ? OptionalInt.empty() : OptionalInt.of(slaves), basePort);
        launch.prepareHome(Optional.ofNullable(passwordFile).map(ClientPassword::read), acceptPartial);

        String name = launch.cluster().metadata().name();
        out.println("starting cluster " + name + ": " + launch.nodes().size() + " processes, logs in " + kvHome.logs());
        Process supervisor = SupervisorProcess.start(
                kvHome, launch.cluster().spec().replicas(), launch.ports().base(), Optional.ofNullable(endWith));
        Startup startup = new Startup(
                kvHome,
                supervisor.toHandle(),
                out,
                new AllReady(),
                launch.comesBack(),
                state -> ClusterEnd.of(state, kvHome, System.err::println));
        LiveView view = new LiveView(kvHome, out);
        if (!detach) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> endQuietly(kvHome, view)));
        }
        Optional<String> missing = startup.await(TimeUnit.SECONDS.toMillis(waitSeconds));
        if (missing.isPresent()) {
            throw new LaunchException(
                    missing.get() + "; the processes go on, './kv logs' shows why, './kv down' ends them");
        }
        if (detach) {
            out.println("cluster " + name + " is ready; './kv status' shows it, './kv down' ends it");
            return Kv.DONE;
        }
        return view.show();
    }

    private static void endQuietly(KvHome home, LiveView view) {
        view.stop();
        try {
            Optional<ClusterState> state = new StateFile(home.state()).read();
            if (state.isPresent()) {
                System.out.println("ending cluster " + state.get().clusterName() + " ...");
                boolean inOrder = ClusterEnd.of(state.get(), home, System.err::println);
                System.out.println("the cluster has ended" + (inOrder ? "" : "; some processes had to be killed"));
            }
        } catch (IOException | LaunchException e) {
            System.err.println("kv: " + e.getMessage() + "; './kv down' tries again");
        }
    }
}
