package io.buddykv.node.membership.zookeeper;

import io.buddykv.node.boot.NodeRole;
import io.buddykv.node.boot.NodeSettings;
import io.buddykv.node.boot.Role;
import jakarta.enterprise.context.Dependent;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.jboss.logging.Logger;

/** A node process that is the managed ZooKeeper of a cluster, or one server of it. */
@Dependent
public class ZooKeeperRole implements NodeRole {
    private static final Logger LOG = Logger.getLogger(ZooKeeperRole.class);

    private volatile ZooKeeperServing server;

    @Override
    public Role role() {
        return Role.ZOOKEEPER;
    }

    @Override
    public void start(NodeSettings settings) throws IOException, InterruptedException {
        Files.createDirectories(settings.dataDirectory());
        ZooKeeperServing starting = server(settings);
        server = starting;
        starting.start();
        LOG.infof(
                "ZooKeeper is started at %s:%d",
                settings.host(), settings.ports().client());
    }

    private static ZooKeeperServing server(NodeSettings settings) {
        int port = settings.ports().client();
        return settings.ensemble().isEmpty()
                ? new EmbeddedZooKeeper(settings.bindAddress(), port, settings.dataDirectory())
                : new EnsembleMember(
                        settings.identity().requestedNumber().orElseThrow(),
                        settings.ensemble().get(),
                        settings.host(),
                        settings.bindAddress(),
                        port,
                        settings.dataDirectory());
    }

    @Override
    public Optional<String> notReady() {
        ZooKeeperServing current = server;
        return current != null && current.isRunning() ? Optional.empty() : Optional.of("ZooKeeper");
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
