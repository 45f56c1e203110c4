package io.buddykv.node.local;

import io.buddykv.crds.KvCluster;
import io.buddykv.crds.KvClusterReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The process that {@code up} leaves behind: it runs the {@link Supervisor} until SIGTERM. */
@Command(name = "supervise", hidden = true)
final class SuperviseCommand implements Callable<Integer> {
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
        try (Supervision supervision = new Supervision(
                kvHome, cluster, new PortPlan(basePort), new JavaNodeStarter(kvHome, application, Purpose.OPERATION))) {
            if (endWith != null) {
                supervision.endWith(endWith);
            }
            supervision.run();
        }
        return Kv.DONE;
    }
}
