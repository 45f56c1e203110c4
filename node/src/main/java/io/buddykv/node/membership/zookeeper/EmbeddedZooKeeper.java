package io.buddykv.node.membership.zookeeper;

import io.buddykv.node.boot.EnsembleLimits;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;

/**
 * One standalone server of the real ZooKeeper, in this process. Its tick is short, so that a dead master's session ends
 * soon; its administrative interfaces (HTTP and four letter words) are off, but for {@code srvr}, which ZooKeeper always
 * answers.
 */
public final class EmbeddedZooKeeper implements ZooKeeperServing {
    /** Connections of one host: all nodes of a local cluster come from the same. */
    private static final int CONNECTIONS_OF_ONE_HOST = 1_000;

    private static final int BACKLOG = 128;
    private final String host;
    private final int port;
    private final Path directory;

    private ServerCnxnFactory connections;
    private ZooKeeperServer server;
    private SnapshotPurge purge;

    /** @param port 0: any free one, told by {@link #port()} once started */
    public EmbeddedZooKeeper(String host, int port, Path directory) {
        this.host = host;
        this.port = port;
        this.directory = directory;
    }

    /** Returns when clients are served. */
    @Override
    public void start() throws IOException, InterruptedException {
        ServerProperties.set();
        File data = directory.toFile();
        server = new ZooKeeperServer(new FileTxnSnapLog(data, data), EnsembleLimits.TICK_MILLIS, "");
        server.setMinSessionTimeout(EnsembleLimits.MIN_SESSION_MILLIS);
        server.setMaxSessionTimeout(EnsembleLimits.MAX_SESSION_MILLIS);
        connections = ServerCnxnFactory.createFactory(
                new InetSocketAddress(InetAddress.getByName(host), port), CONNECTIONS_OF_ONE_HOST, BACKLOG);
        connections.startup(server);
        purge = new SnapshotPurge(directory);
        purge.start();
    }

    public int port() {
        return connections.getLocalPort();
    }

    @Override
    public boolean isRunning() {
        return server != null && server.isRunning();
    }

    @Override
    public void close() {
        if (purge != null) {
            purge.close();
        }
        if (connections != null) {
            connections.shutdown();
        }
    }
}
