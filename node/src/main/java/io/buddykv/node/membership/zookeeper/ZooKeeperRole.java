package io.buddykv.node.membership.zookeeper;

import io.buddykv.node.boot.NodeRole;
import io.buddykv.node.boot.NodeSettings;
import io.buddykv.node.boot.Role;
import jakarta.enterprise.context.Dependent;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.jboss.logging.Logger;

/** A node process that is the managed ZooKeeper of a cluster on one machine. */
@Dependent
public class ZooKeeperRole implements NodeRole {
    private static final Logger LOG = Logger.getLogger(ZooKeeperRole.class);

    private volatile EmbeddedZooKeeper server;

    @Override
    public Role role() {
        return Role.ZOOKEEPER;
    }

    @Override
    public void start(NodeSettings settings) throws IOException, InterruptedException {
        Files.createDirectories(settings.dataDirectory());
        EmbeddedZooKeeper starting =
                new EmbeddedZooKeeper(settings.host(), settings.ports().client(), settings.dataDirectory());
        server = starting;
        starting.start();
        LOG.infof("ZooKeeper serves at %s:%d", settings.host(), starting.port());
    }

    @Override
    public Optional<String> notReady() {
        EmbeddedZooKeeper current = server;
        return current != null && current.isRunning() ? Optional.empty() : Optional.of("ZooKeeper");
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
