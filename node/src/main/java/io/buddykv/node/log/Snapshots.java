package io.buddykv.node.log;

import io.buddykv.node.store.ChunkReader;
import io.buddykv.node.store.EffectEncoder;
import io.buddykv.node.store.RangeTable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Makes snapshots of ranges while they serve, one at a time, so that segments can be deleted: chunks are read under the
 * range's lock, and writes go on in between. What is read so is not the state of any moment; it becomes one when the log
 * is applied from where the snapshot began to where it ended, because effects are results. Therefore it counts only once
 * the log is durable up to its end; small ones wait for that together.
 *
 * <p>Confined to one thread, which calls {@link #step}.
 */
public final class Snapshots {
    static final int CHUNK_BYTES = 32 * 1024;

    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** What is read and not yet in place, of all ranges: so much is left to one fsync of the log. */
    private static final long MOST_UNCONFIRMED_BYTES = 16 * 1024 * 1024;
    /** And no more than this part of what is alive, since what it is to replace is still on the disk. */
    private static final int UNCONFIRMED_SHARE = 8;
    /** What an entry takes in memory besides its key and value, about. */
    private static final int ENTRY_OVERHEAD_BYTES = 24;

    private final LogFiles files;
    private final SlaveLog log;
    private final long dataId;
    private final SnapshotSource source;
    private final long[] snapshotBytes = new long[Entry.MOST_RANGES];
    private final byte[] buffer = new byte[2 * CHUNK_BYTES + 4 * Blocks.BLOCK_BYTES];
    private final EffectEncoder chunk = new EffectEncoder();

    private final ArrayDeque<Unconfirmed> unconfirmed = new ArrayDeque<>();
    private long unconfirmedBytes;

    private Phase phase = Phase.IDLE;
    private int range;
    private boolean urgent;
    private SnapshotFile file;
    private long cursor;
    private long endPosition;
    private volatile String problem;

    private enum Phase {
        /** Nothing to do, or the next range is to be chosen. */
        IDLE,
        /** Chunks are read and written. */
        READING,
        /** The range is nothing any more: what was kept of it goes once the log says so durably. */
        FORGETTING
    }

    /** Everything of the range is read; the log has to be durable up to where reading ended. */
    private record Unconfirmed(int range, SnapshotFile file, int endStep, long endPosition) {}

    public Snapshots(LogFiles files, SlaveLog log, RecoveredLog recovered, SnapshotSource source) throws IOException {
        this.files = files;
        this.log = log;
        this.dataId = recovered.dataId();
        this.source = source;
        for (String name : files.names(FileNames.SNAPSHOTS)) {
            int present = FileNames.snapshotRange(name);
            if (present >= 0 && present < Entry.MOST_RANGES) {
                try (LogFiles.ReadFile existing = files.open(name)) {
                    snapshotBytes[present] = existing.size();
                }
            }
        }
    }

    /** Does a little. Returns after how many nanoseconds to go on. */
    public long step() {
        try {
            finishConfirmed();
            long wait =
                    switch (phase) {
                        case IDLE -> choose();
                        case READING -> read();
                        case FORGETTING -> forget();
                    };
            problem = null;
            return wait;
        } catch (IOException e) {
            problem = "a snapshot of range " + range + " failed: " + e.getMessage();
            abandon();
            return RETRY_NANOS;
        }
    }

    /** Why the last snapshot failed; null when it did not. Any thread. */
    public String problem() {
        return problem;
    }

    /** Octets of segments and snapshots. */
    public long diskBytes() {
        long total = log.segments().totalBytes();
        for (long bytes : snapshotBytes) {
            total += bytes;
        }
        return total;
    }

    private long choose() throws IOException {
        log.deleteUnneeded();
        if (log.failure() != null) {
            return IDLE_NANOS;
        }
        List<SnapshotPlan.Use> uses = new ArrayList<>();
        long live = 0;
        for (int index = 0; index < source.count(); index++) {
            SnapshotPlan.Use use = use(index);
            uses.add(use);
            live += use.liveBytes();
        }
        boolean full = unconfirmedBytes >= Math.min(MOST_UNCONFIRMED_BYTES, live / UNCONFIRMED_SHARE);
        Segments segments = log.segments();
        SnapshotPlan.Choice choice = SnapshotPlan.choose(
                uses,
                segments.totalBytes() + unconfirmedBytes,
                segments.current(),
                log.settings().segmentBytes());
        if (!unconfirmed.isEmpty() && (full || choice.urgent() || choice.range() < 0)) {
            return confirm();
        }
        if (choice.range() < 0) {
            return IDLE_NANOS;
        }
        urgent = choice.urgent();
        begin(choice.range());
        return 0;
    }

    private SnapshotPlan.Use use(int index) {
        SnapshotSource.SourceRange each = source.range(index);
        each.lock().lock();
        try {
            boolean takeable = (each.isComplete() || each.isAbsent()) && !isUnconfirmed(index);
            long live = Math.max(
                    0,
                    each.table().liveBytes()
                            - (long) ENTRY_OVERHEAD_BYTES * each.table().size());
            return new SnapshotPlan.Use(
                    index, takeable, live, snapshotBytes[index], log.segments().neededFrom(index));
        } finally {
            each.lock().unlock();
        }
    }

    private boolean isUnconfirmed(int index) {
        for (Unconfirmed each : unconfirmed) {
            if (each.range() == index) {
                return true;
            }
        }
        return false;
    }

    private void begin(int chosen) throws IOException {
        range = chosen;
        SnapshotSource.SourceRange each = source.range(chosen);
        EpochHistory history = new EpochHistory();
        long sequence;
        int step;
        boolean complete;
        each.lock().lock();
        try {
            complete = each.isComplete();
            if (!complete && !each.isAbsent()) {
                return;
            }
            step = log.mark(chosen);
            history.become(each.history());
            sequence = each.sequence();
            endPosition = log.position();
        } finally {
            each.lock().unlock();
        }
        log.flush();
        cursor = 0;
        if (complete) {
            file = new SnapshotFile(files, dataId, chosen, step, sequence, history, buffer);
            phase = Phase.READING;
        } else {
            phase = Phase.FORGETTING;
        }
    }

    private long read() throws IOException {
        SnapshotSource.SourceRange each = source.range(range);
        int endStep = 0;
        chunk.reset();
        each.lock().lock();
        try {
            if (!each.isComplete()) {
                abandon();
                return 0;
            }
            cursor = new ChunkReader(each.table(), chunk).read(cursor, CHUNK_BYTES);
            if (cursor == RangeTable.END) {
                endStep = log.lastStep(range);
                endPosition = log.position();
            }
        } finally {
            each.lock().unlock();
        }
        if (chunk.length() > 0) {
            file.chunk(chunk.bytes(), chunk.length());
        }
        if (cursor == RangeTable.END) {
            unconfirmed.add(new Unconfirmed(range, file, endStep, endPosition));
            unconfirmedBytes += file.bytes();
            file = null;
            phase = Phase.IDLE;
        }
        return urgent
                ? 0
                : chunk.length() * TimeUnit.SECONDS.toNanos(1) / log.settings().snapshotBytesPerSecond();
    }

    /** Has the log brought to the disk for all that wait for it. */
    private long confirm() {
        return isLogDurable(unconfirmed.getLast().endPosition()) ? 0 : WAIT_NANOS;
    }

    private void finishConfirmed() throws IOException {
        List<Unconfirmed> confirmed = new ArrayList<>();
        while (!unconfirmed.isEmpty() && log.durable() >= unconfirmed.peek().endPosition()) {
            unconfirmedBytes -= unconfirmed.peek().file().bytes();
            confirmed.add(unconfirmed.poll());
        }
        if (confirmed.isEmpty()) {
            return;
        }
        try {
            name(confirmed);
        } catch (IOException e) {
            for (Unconfirmed each : confirmed) {
                each.file().close();
            }
            throw e;
        }
        for (Unconfirmed each : confirmed) {
            snapshotBytes[each.range()] = each.file().bytes();
            log.figures().snapshotted(each.file().bytes());
            log.segments().coveredByMark(each.range());
        }
        log.deleteUnneeded();
    }

    /** Puts snapshots in the place of those before. */
    private void name(List<Unconfirmed> confirmed) throws IOException {
        Map<String, String> names = new LinkedHashMap<>();
        for (Unconfirmed each : confirmed) {
            each.file().end(each.endStep());
            names.put(FileNames.unfinishedSnapshot(each.range()), FileNames.snapshot(each.range()));
        }
        files.renameAll(names);
    }

    private long forget() throws IOException {
        if (!isLogDurable(endPosition)) {
            return WAIT_NANOS;
        }
        files.delete(FileNames.snapshot(range));
        snapshotBytes[range] = 0;
        phase = Phase.IDLE;
        log.segments().coveredByMark(range);
        log.deleteUnneeded();
        return 0;
    }

    private boolean isLogDurable(long position) {
        if (log.durable() < position && log.written() >= position) {
            log.sync();
        }
        return log.durable() >= position;
    }

    private void abandon() {
        phase = Phase.IDLE;
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            problem = "what is left of a snapshot of range " + range + " cannot be deleted: " + e.getMessage();
        }
        file = null;
    }

    /** Leaves no half snapshot behind. */
    public void close() {
        abandon();
        while (!unconfirmed.isEmpty()) {
            file = unconfirmed.poll().file();
            abandon();
        }
    }
}
