package io.buddykv.node.log;

import java.util.concurrent.locks.LockSupport;

/** The thread that makes snapshots, little by little. */
public final class SnapshotThread {
    private final Snapshots snapshots;
    private final Thread thread = new Thread(this::run, "snapshots");
    private volatile boolean ending;

    public SnapshotThread(Snapshots snapshots) {
        this.snapshots = snapshots;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!ending) {
            long rest = snapshots.step();
            if (rest > 0 && !ending) {
                LockSupport.parkNanos(rest);
            }
        }
        snapshots.close();
    }

    public void stop() throws InterruptedException {
        ending = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
