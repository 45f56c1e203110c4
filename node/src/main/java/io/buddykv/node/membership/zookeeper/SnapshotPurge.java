package io.buddykv.node.membership.zookeeper;

import java.io.File;
import java.nio.file.Path;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;

/** Keeps ZooKeeper's data directory from growing for ever. */
final class SnapshotPurge implements AutoCloseable {
    private static final int SNAPSHOTS_KEPT = 3;
    private static final int PURGE_HOURS = 1;

    private final DatadirCleanupManager cleanup;

    SnapshotPurge(Path directory) {
        File versioned = directory
                .resolve(FileTxnSnapLog.version + FileTxnSnapLog.VERSION)
                .toFile();
        cleanup = new DatadirCleanupManager(versioned, versioned, SNAPSHOTS_KEPT, PURGE_HOURS);
    }

    void start() {
        cleanup.start();
    }

    @Override
    public void close() {
        cleanup.shutdown();
    }
}
