package io.buddykv.node.membership.zookeeper;

import io.buddykv.node.boot.EnsembleLimits;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;

/**
 * One standalone server of the real ZooKeeper, in this process. Its tick is short, so that a dead master's session ends
 * soon; its administrative interfaces (HTTP and four letter words) are off, but for {@code srvr}, which ZooKeeper always
 * answers.
 */
public final class EmbeddedZooKeeper implements AutoCloseable {
    /** Connections of one host: all nodes of a local cluster come from the same. */
    private static final int CONNECTIONS_OF_ONE_HOST = 1_000;

    private static final int BACKLOG = 128;
    private static final int SNAPSHOTS_KEPT = 3;
    private static final int PURGE_HOURS = 1;

    private static final Map<String, String> SERVER_PROPERTIES = Map.of(
            "zookeeper.admin.enableServer", "false",
            "zookeeper.4lw.commands.whitelist", "none",
            // Kilobytes; the standard would fill 64 MB before the first write.
            "zookeeper.preAllocSize", "1024",
            // Transactions between snapshots: maps are large and only the newest matters.
            "zookeeper.snapCount", "10000");

    private final String host;
    private final int port;
    private final Path directory;

    private ServerCnxnFactory connections;
    private ZooKeeperServer server;
    private DatadirCleanupManager cleanup;

    /** @param port 0: any free one, told by {@link #port()} once started */
    public EmbeddedZooKeeper(String host, int port, Path directory) {
        this.host = host;
        this.port = port;
        this.directory = directory;
    }

    /** Returns when clients are served. */
    public void start() throws IOException, InterruptedException {
        SERVER_PROPERTIES.forEach(System::setProperty);
        File data = directory.toFile();
        server = new ZooKeeperServer(new FileTxnSnapLog(data, data), EnsembleLimits.TICK_MILLIS, "");
        server.setMinSessionTimeout(EnsembleLimits.MIN_SESSION_MILLIS);
        server.setMaxSessionTimeout(EnsembleLimits.MAX_SESSION_MILLIS);
        connections = ServerCnxnFactory.createFactory(
                new InetSocketAddress(InetAddress.getByName(host), port), CONNECTIONS_OF_ONE_HOST, BACKLOG);
        connections.startup(server);
        File versioned = new File(data, FileTxnSnapLog.version + FileTxnSnapLog.VERSION);
        cleanup = new DatadirCleanupManager(versioned, versioned, SNAPSHOTS_KEPT, PURGE_HOURS);
        cleanup.start();
    }

    public int port() {
        return connections.getLocalPort();
    }

    public boolean isRunning() {
        return server != null && server.isRunning();
    }

    @Override
    public void close() {
        if (cleanup != null) {
            cleanup.shutdown();
        }
        if (connections != null) {
            connections.shutdown();
        }
    }
}
