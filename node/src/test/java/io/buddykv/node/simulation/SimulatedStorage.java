package io.buddykv.node.simulation;

import io.buddykv.node.log.DataDirectory;
import io.buddykv.node.log.Fsync;
import io.buddykv.node.log.RecoveredLog;
import io.buddykv.node.log.Recovery;
import io.buddykv.node.log.RecoveryProgress;
import io.buddykv.node.log.SlaveLog;
import io.buddykv.node.log.Snapshots;
import io.buddykv.node.log.TailTrust;
import io.buddykv.node.replication.RangeSet;
import io.buddykv.node.slave.SlaveRecords;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.ClusterMapCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/** A process's use of its machine's disk: recovers what is there, and writes down what happens from then on. */
final class SimulatedStorage implements SlaveRecords, SlaveLog.Listener {
    private static final long LEAST_WRITE_NANOS = 10 * SimulatedWorld.MICRO;
    private static final long MOST_WRITE_NANOS = 400 * SimulatedWorld.MICRO;
    private static final long IDLE_NANOS = 200 * SimulatedWorld.MILLI;
    private static final long SYNC_NANOS = 500 * SimulatedWorld.MILLI;
    private static final long MOST_MAP_NANOS = 20 * SimulatedWorld.MILLI;

    private final SimulatedWorld world;
    private final SimulatedTimers thread;
    private final RangeSet ranges;
    private final Runnable whenFailed;
    private final DataDirectory directory;
    private final boolean tailCut;
    private final SlaveLog log;
    private final Snapshots snapshots;
    private boolean writes;
    private ClusterMap unstored;

    /** @param whenFailed an fsync has failed */
    SimulatedStorage(
            SimulatedDisk disk, SimulatedProcess process, RangeSet ranges, long newDataId, Runnable whenFailed) {
        this.world = process.world();
        this.thread = process.newLoop();
        this.ranges = ranges;
        this.whenFailed = whenFailed;
        this.directory = DataDirectory.open(disk.files(), disk.bootId(), () -> newDataId);
        RecoveredLog recovered = new Recovery(
                        disk.files(),
                        disk.settings(),
                        directory.dataId(),
                        directory.trust(),
                        ranges::newTable,
                        new RecoveryProgress())
                .run(1, Runnable::run);
        tailCut = recovered.tailCut();
        directory.inUse();
        recovered.damages().forEach(damage -> world.trace(process.host() + ": DAMAGED DATA: " + damage));
        log = new SlaveLog(disk.files(), disk.settings(), process.clock(), recovered, this);
        ranges.keepIn(log, recovered.ranges());
        try {
            snapshots = new Snapshots(disk.files(), log, recovered, ranges.snapshotSource());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        boolean isWrittenByWhoAdds = (directory.dataId() & 1) == 1;
        log.wakeBy(isWrittenByWhoAdds ? this::writeIfQuick : this::wake);
        thread.after(IDLE_NANOS, this::look);
        thread.after(SYNC_NANOS, this::snapshot);
        if (disk.settings().fsync() == Fsync.EVERYSEC) {
            thread.after(SYNC_NANOS, this::sync);
        }
    }

    long dataId() {
        return directory.dataId();
    }

    // ---- the log's threads

    private void writeIfQuick() {
        if (!log.commitIfQuick()) {
            wake();
        }
    }

    private void wake() {
        if (!writes) {
            writes = true;
            thread.after(world.between(LEAST_WRITE_NANOS, MOST_WRITE_NANOS), this::write);
        }
    }

    private void write() {
        writes = false;
        log.housekeep();
        while (log.commit()) {
            // Until nothing waits.
        }
    }

    private void look() {
        write();
        thread.after(IDLE_NANOS, this::look);
    }

    private void sync() {
        log.sync();
        thread.after(SYNC_NANOS, this::sync);
    }

    private void snapshot() {
        thread.after(Math.max(SimulatedWorld.MILLI, snapshots.step()), this::snapshot);
    }

    /** Writes and syncs what waits. */
    void close() {
        log.close();
    }

    // ---- what the log tells

    @Override
    public void confirmed(long position) {
        ranges.logConfirmed();
    }

    @Override
    public void refusing(String reason) {
        world.trace(thread.process().host() + (reason == null ? " takes writes" : " refuses writes: " + reason));
    }

    @Override
    public void failed(String reason) {
        world.trace(thread.process().host() + ": " + reason);
        directory.syncFailed();
        whenFailed.run();
    }

    // ---- what the slave tells

    @Override
    public String clusterId() {
        return directory.clusterId();
    }

    @Override
    public void belongsTo(String clusterId) {
        directory.belongsTo(clusterId);
    }

    @Override
    public ClusterMap lastMap() {
        return directory.newestMap(torn -> {});
    }

    @Override
    public CompletableFuture<Void> keep(ClusterMap map) {
        directory.noteMap(ClusterMapCodec.encode(map));
        boolean storing = unstored != null;
        unstored = map;
        if (!storing) {
            thread.after(world.between(0, MOST_MAP_NANOS), this::storeMap);
        }
        return KEPT;
    }

    private void storeMap() {
        directory.storeMap(ClusterMapCodec.encode(unstored));
        unstored = null;
    }

    @Override
    public boolean isDoubtful() {
        return tailCut || directory.trust() != TailTrust.WRITTEN;
    }
}
