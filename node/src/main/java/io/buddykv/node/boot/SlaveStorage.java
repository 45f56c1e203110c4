package io.buddykv.node.boot;

import io.buddykv.node.log.DataDirectory;
import io.buddykv.node.log.DirectoryLock;
import io.buddykv.node.log.DiskFiles;
import io.buddykv.node.log.Fsync;
import io.buddykv.node.log.LogSettings;
import io.buddykv.node.log.LogThreads;
import io.buddykv.node.log.RecoveredLog;
import io.buddykv.node.log.RecoveredRange;
import io.buddykv.node.log.Recovery;
import io.buddykv.node.log.RecoveryProgress;
import io.buddykv.node.log.SlaveLog;
import io.buddykv.node.log.SnapshotThread;
import io.buddykv.node.log.Snapshots;
import io.buddykv.node.log.TailTrust;
import io.buddykv.node.replication.RangeSet;
import io.buddykv.node.slave.SlaveRecords;
import io.buddykv.node.time.TimeSource;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.ClusterMapCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * A slave's data directory while a process uses it: locked, then recovered, then written to by the log's threads. What
 * happens to it is told in the process's log.
 */
final class SlaveStorage implements SlaveRecords, SlaveLog.Listener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger("storage");
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final long TELL_SECONDS = 2;

    private final DirectoryLock lock;
    private final DiskFiles files;
    private final LogSettings settings;
    private final DataDirectory directory;
    private final RecoveryProgress progress = new RecoveryProgress();
    private final long stallNanos;
    private volatile RangeSet ranges;
    private volatile SlaveLog log;
    private LogThreads threads;
    private SnapshotThread snapshotThread;
    private volatile Snapshots snapshots;
    private volatile RecoveryFigures figures = RecoveryFigures.NONE;
    private final ExecutorService keeper = Executors.newSingleThreadExecutor();
    private final AtomicReference<byte[]> newestMap = new AtomicReference<>();
    private boolean mapUnkept;
    private volatile Runnable whenFailed = () -> {};

    /** What recovery brought, for metrics. */
    record RecoveryFigures(long millis, long keys, long damagedRanges, boolean tailCut) {
        static final RecoveryFigures NONE = new RecoveryFigures(0, 0, 0, false);
    }

    private SlaveStorage(
            DirectoryLock lock, DiskFiles files, LogSettings settings, DataDirectory directory, long stallNanos) {
        this.lock = lock;
        this.files = files;
        this.settings = settings;
        this.directory = directory;
        this.stallNanos = stallNanos;
    }

    /**
     * Takes the directory for this process.
     *
     * @param stallNanos how long the log may stand still before the slave counts as stuck
     * @throws io.buddykv.node.log.DataDirectoryException when it cannot be used; the message says why and what to do
     */
    static SlaveStorage open(Path root, Fsync fsync, long stallNanos) throws IOException {
        DirectoryLock lock = DirectoryLock.take(root);
        try {
            DiskFiles files = new DiskFiles(root);
            LogSettings settings =
                    LogSettings.of(fsync, Files.getFileStore(root).getTotalSpace());
            SecureRandom ids = new SecureRandom();
            DataDirectory directory = DataDirectory.open(files, bootId(), ids::nextLong);
            return new SlaveStorage(lock, files, settings, directory, stallNanos);
        } catch (IOException | RuntimeException refused) {
            lock.close();
            throw refused;
        }
    }

    /** Of the machine: what was not forced to the disk before it changed may be lost. */
    private static String bootId() throws IOException {
        return Files.isReadable(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "unknown";
    }

    /** Makes the ranges again from what the directory holds, and writes down from then on what happens to them. */
    void recoverInto(RangeSet recovering, TimeSource time) throws IOException {
        long begun = time.nanos();
        RecoveredLog recovered = recover(recovering);
        directory.inUse();
        SlaveLog begunLog = new SlaveLog(files, settings, time, recovered, this);
        ranges = recovering;
        recovering.keepIn(begunLog, recovered.ranges());
        threads = new LogThreads(begunLog);
        snapshots = new Snapshots(files, begunLog, recovered, recovering.snapshotSource());
        snapshotThread = new SnapshotThread(snapshots);
        log = begunLog;
        threads.start();
        snapshotThread.start();
        tell(recovered, TimeUnit.NANOSECONDS.toMillis(time.nanos() - begun));
    }

    private RecoveredLog recover(RangeSet recovering) {
        int parts = Runtime.getRuntime().availableProcessors();
        ExecutorService workers = Executors.newFixedThreadPool(parts);
        ScheduledExecutorService teller = Executors.newSingleThreadScheduledExecutor();
        try {
            teller.scheduleAtFixedRate(
                    () -> LOG.infof("recovery: %d %% of %d MiB", progress.percent(), progress.totalBytes() >> 20),
                    TELL_SECONDS,
                    TELL_SECONDS,
                    TimeUnit.SECONDS);
            return new Recovery(files, settings, directory.dataId(), directory.trust(), recovering::newTable, progress)
                    .run(parts, workers);
        } finally {
            teller.shutdownNow();
            workers.shutdown();
        }
    }

    private void tell(RecoveredLog recovered, long millis) {
        long keys = 0;
        long held = 0;
        long damaged = 0;
        for (RecoveredRange range : recovered.ranges()) {
            damaged += range.isTakenOut() ? 1 : 0;
            if (range.table() != null) {
                held++;
                keys += range.table().size();
            }
        }
        figures = new RecoveryFigures(millis, keys, damaged, recovered.tailCut());
        recovered.damages().forEach(damage -> LOG.errorf("DAMAGED DATA in %s: %s", files.description(), damage));
        if (damaged > 0) {
            LOG.errorf(
                    "%d ranges of %s are taken out of this copy and fetched from the others; what was damaged is kept in"
                            + " its folder 'kept'",
                    damaged, files.description());
        }
        if (recovered.tailCut()) {
            LOG.infof("the last write to %s had not ended: what there was of it is cut off", files.description());
        }
        LOG.infof(
                "%s: %d keys in %d ranges recovered in %d ms, %d KiB read; fsync %s",
                files.description(), keys, held, millis, progress.totalBytes() >> 10, settings.fsync());
    }

    // ---- what the slave tells and asks

    long dataId() {
        return directory.dataId();
    }

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
        return directory.newestMap(damaged ->
                LOG.errorf("a map kept in %s cannot be read and is passed over: %s", files.description(), damaged));
    }

    @Override
    public CompletableFuture<Void> keep(ClusterMap map) {
        byte[] octets = ClusterMapCodec.encode(map);
        CompletableFuture<Void> noted = CompletableFuture.runAsync(() -> kept(() -> directory.noteMap(octets)), keeper);
        newestMap.set(octets);
        keeper.execute(() -> {
            byte[] newest = newestMap.getAndSet(null);
            if (newest != null) {
                kept(() -> directory.storeMap(newest));
            }
        });
        return noted;
    }

    /** A map that cannot be kept is acted on all the same: it is of use only when ZooKeeper loses its own. */
    private void kept(Runnable keeping) {
        try {
            keeping.run();
            mapUnkept = false;
        } catch (RuntimeException failed) {
            if (!mapUnkept) {
                LOG.errorf("%s", failed.getMessage());
            }
            mapUnkept = true;
        }
    }

    @Override
    public boolean isDoubtful() {
        return figures.tailCut() || directory.trust() != TailTrust.WRITTEN;
    }

    /** Whether the log's thread does not stand still. */
    boolean isMoving(long nanos) {
        LogThreads running = threads;
        return running == null || running.busyNanos(nanos) < stallNanos;
    }

    /** What still has to be read before this slave can ask for its place; null when nothing has to. */
    String waitingFor() {
        return log == null ? "recovery of the data directory, " + progress.percent() + " %" : null;
    }

    /** Why writes are refused at present; null when they are not. */
    String refusal() {
        SlaveLog current = log;
        return current == null ? null : current.refusal();
    }

    SlaveLog log() {
        return log;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    RecoveryFigures figures() {
        return figures;
    }

    // ---- what the log tells, on its own threads

    @Override
    public void confirmed(long position) {
        ranges.logConfirmed();
    }

    @Override
    public void refusing(String reason) {
        if (reason == null) {
            LOG.infof("%s takes writes again", files.description());
        } else {
            LOG.errorf("WRITES ARE REFUSED: %s", reason);
        }
    }

    /** What the disk holds is not known any more, and nothing that runs can find it out: the next start does (D2). */
    @Override
    public void failed(String reason) {
        LOG.fatal(reason);
        if (!directory.syncFailed()) {
            LOG.fatalf("and that cannot be noted in %s", files.description());
        }
        whenFailed.run();
    }

    /** What follows a failed fsync, on the thread that finds it out; before {@link #recoverInto}. */
    void whenFailed(Runnable action) {
        whenFailed = action;
    }

    @Override
    public void close() throws Exception {
        try {
            keeper.shutdown();
            if (threads != null) {
                snapshotThread.stop();
                threads.stop();
            }
        } finally {
            lock.close();
        }
    }
}
