package io.buddykv.node.membership.zookeeper;

import java.io.IOException;

/** A server of the real ZooKeeper in this process: alone, or as a member of an ensemble. */
interface ZooKeeperServing extends AutoCloseable {
    void start() throws IOException, InterruptedException;

    /** Whether clients are served; in an ensemble, whether this member leads or follows. */
    boolean isRunning();

    @Override
    void close();
}
