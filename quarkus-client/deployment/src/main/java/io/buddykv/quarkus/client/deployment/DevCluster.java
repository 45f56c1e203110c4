package io.buddykv.quarkus.client.deployment;

import io.quarkus.deployment.builditem.Startable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A cluster of processes of this machine, on ports that are free, by the launcher that the node's application holds, which is
 * ZooKeeper as well: one master and some slaves. Its state lies in a directory by which other applications find it.
 */
final class DevCluster implements Startable {
    private static final Logger LOG = Logger.getLogger(DevCluster.class);
    private static final String RESOURCE =
            """
            apiVersion: buddykv.io/v1
            kind: KVCluster
            metadata:
              name: %s
            spec:
              replicas: %d
              masters: 1
              memory: 64Mi
              safeBootSeconds: 10
            """;

    private final Launcher launcher;
    private final Path home;
    private final String name;
    private final int slaves;
    private final boolean rehearses;

    /**
     * @param home where its state and logs lie
     * @param rehearses whether later starts are worth some work in the background now
     */
    DevCluster(NodeApplication application, Path home, String name, int slaves, boolean rehearses) {
        this.launcher = new Launcher(application, home);
        this.home = home;
        this.name = name;
        this.slaves = slaves;
        this.rehearses = rehearses;
    }

    @Override
    public void start() {
        long began = System.nanoTime();
        try {
            Files.createDirectories(home);
            Path file = home.resolve("dev-cluster.yaml");
            Files.writeString(file, RESOURCE.formatted(name, slaves));
            launcher.develop(file);
            if (rehearses) {
                launcher.rehearse();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LOG.infof(
                "BuddyKV Dev Services: a cluster of %d slaves at %s, ready after %d ms; logs in %s",
                slaves,
                getConnectionInfo(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
                home.resolve("logs"));
    }

    /** The client ports of its slaves. */
    @Override
    public String getConnectionInfo() {
        return DevClusterState.read(home)
                .map(DevClusterState::hosts)
                .orElseThrow(() -> new IllegalStateException("no cluster runs in " + home));
    }

    @Override
    public String getContainerId() {
        return home.toString();
    }

    @Override
    public void close() throws IOException {
        launcher.run("down");
    }
}
