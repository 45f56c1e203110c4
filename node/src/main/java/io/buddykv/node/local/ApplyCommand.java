package io.buddykv.node.local;

import io.buddykv.crds.KvCluster;
import io.buddykv.crds.KvClusterReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "apply",
        sortOptions = false,
        description = {
            "Makes the running cluster what a KVCluster file says, while clients go on.",
            "Live: replicas, buddies, placement, rebalance. Any other difference is refused."
        })
final class ApplyCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "KVCluster that the cluster is to be")
    private Path file;

    @Mixin
    private WaitOption wait;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ClusterState state = home.running();
        KvHome kvHome = home.home();
        KvCluster wanted = read();
        LiveChange.obstacle(KvClusterReader.read(kvHome.cluster()), wanted).ifPresent(obstacle -> {
            throw new LaunchException(obstacle);
        });
        PrintWriter out = spec.commandLine().getOut();
        MoveWait moves = new MoveWait(kvHome, out, wait.seconds());
        moves.untilPlanned(new MasterOrders(kvHome)
                .reshape(LiveChange.shape(wanted.spec()))
                .version());
        new Scaling(kvHome, out, wait.seconds()).to(state, wanted.spec().replicas());
        Files.copy(file, kvHome.cluster(), StandardCopyOption.REPLACE_EXISTING);
        return Kv.DONE;
    }

    private KvCluster read() throws IOException {
        try {
            return KvClusterReader.read(file);
        } catch (NoSuchFileException missing) {
            throw new LaunchException("there is no file " + file, missing);
        } catch (IllegalArgumentException invalid) {
            throw new LaunchException(file + ": " + invalid.getMessage(), invalid);
        }
    }
}
