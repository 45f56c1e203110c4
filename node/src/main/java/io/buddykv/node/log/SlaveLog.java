package io.buddykv.node.log;

import io.buddykv.node.time.TimeSource;
import java.io.IOException;
import java.io.SyncFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A slave's log: one stream of entries of all ranges, in segments. Any thread adds entries; {@link #commit} writes all
 * that have come together since the last one, in one go, and confirms them.
 *
 * <p>A write that fails changes nothing: what waits goes on waiting, growing writes are refused, and the same octets are
 * tried again until they pass. A failed fsync ends the log for good: what the disk holds then is not known, and asking
 * again would only hide that (D2).
 *
 * <p>{@link #housekeep} and {@link #close} belong to one thread; the other methods may be called by any.
 */
public final class SlaveLog implements Journal {
    /** With {@link Fsync#EVERYSEC}, nothing more is confirmed while something older than this is not on the disk. */
    static final long MOST_UNSYNCED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long SPACE_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** More than this is not written quickly. */
    static final int QUICK_BYTES = 64 * 1024;
    /** So often whoever writes quickly looks whether others have added something meanwhile. */
    private static final int QUICK_TURNS = 4;

    private final LogFiles files;
    private final LogSettings settings;
    private final TimeSource time;
    private final long dataId;
    private final Listener listener;
    private final Segments segments;
    private final PendingEntries pending = new PendingEntries();
    private final Steps writtenSteps = new Steps();
    private final PendingEntries.Batch batch = new PendingEntries.Batch();
    private final byte[] output = new byte[BlockWriter.WRITE_BYTES];
    /** Held by who writes. Taken before {@link #forcing}, and that before this. */
    private final ReentrantLock writing = new ReentrantLock();

    private final Object forcing = new Object();
    private final LogFigures figures = new LogFigures();
    private final RecordPlaces places = new RecordPlaces();

    /** Segments that have ended without having been forced; guarded by {@link #forcing}. */
    private final List<Long> unforced = new ArrayList<>();

    private BlockWriter segment;
    private boolean segmentEnded;
    private boolean closed;
    private boolean tableDue;
    private long sinceTable;
    private long spaceCheckedNanos;
    private boolean spaceChecked;

    /** Guarded by this. */
    private long syncableBytes;

    private boolean unsynced;
    private long unsyncedSinceNanos;

    private volatile long written;
    private volatile long durable;
    private volatile String writeProblem;
    private volatile String spaceProblem;
    private volatile String failure;
    private volatile boolean isForcing;
    private volatile Runnable waker = () -> {};
    private volatile Executor reader = Runnable::run;

    /** What becomes of entries. Called on the log's threads: the receiver hops to its own. */
    public interface Listener {
        void confirmed(long position);

        /** Growing writes are refused for this reason from now on; null: they are taken again. */
        void refusing(String reason);

        /** The log has ended: nothing will ever be confirmed again, and this copy is no longer in sync. */
        void failed(String reason);
    }

    /** Goes on behind what was recovered, in a new segment. */
    public SlaveLog(LogFiles files, LogSettings settings, TimeSource time, RecoveredLog recovered, Listener listener) {
        this.files = files;
        this.settings = settings;
        this.time = time;
        this.dataId = recovered.dataId();
        this.segments = recovered.segments();
        this.listener = listener;
        writtenSteps.become(recovered.steps());
        pending.startAt(recovered.steps());
        for (RecoveredRange range : recovered.ranges()) {
            if (range.isTakenOut()) {
                reset(range.index(), new EpochHistory(), 0, false);
            }
        }
    }

    /** What {@link #flush} calls. */
    public void wakeBy(Runnable wake) {
        waker = wake;
    }

    /** Where records are read again. */
    void readBy(Executor executor) {
        reader = executor;
    }

    // ---- adding

    @Override
    public long record(int range, long tenure, long sequence, byte[] body, int offset, int length) {
        return pending.add(Entry.RECORD, range, tenure, sequence, body, offset, length);
    }

    @Override
    public long reset(int range, EpochHistory history, long sequence, boolean complete) {
        return pending.add(Entry.RESET, range, sequence, complete ? 1 : 0, history);
    }

    @Override
    public long chunk(int range, long sequence, byte[] body, int offset, int length) {
        return pending.add(Entry.CHUNK, range, 0, sequence, body, offset, length);
    }

    @Override
    public long complete(int range, long sequence) {
        return pending.add(Entry.COMPLETE, range, 0, sequence, output, 0, 0);
    }

    @Override
    public long history(int range, EpochHistory history, long sequence) {
        return pending.add(Entry.HISTORY, range, sequence, -1, history);
    }

    /** A snapshot of the range begins: it will hold everything up to here. Returns the step. Under the range's lock. */
    int mark(int range) {
        pending.add(Entry.MARK, range, 0, 0, output, 0, 0);
        return pending.lastStep(range);
    }

    /** The range's last step; under its lock. */
    int lastStep(int range) {
        return pending.lastStep(range);
    }

    @Override
    public void flush() {
        waker.run();
    }

    @Override
    public long position() {
        return pending.position();
    }

    @Override
    public long confirmed() {
        return settings.fsync() == Fsync.ALWAYS ? durable : written;
    }

    /** Everything up to here is written. */
    long written() {
        return written;
    }

    /** Everything up to here is on the disk. */
    public long durable() {
        return durable;
    }

    @Override
    public String refusal() {
        String problem = standstill();
        return problem == null ? spaceProblem : problem;
    }

    @Override
    public String standstill() {
        String problem = failure;
        return problem == null ? writeProblem : problem;
    }

    @Override
    public boolean hasEnded() {
        return failure != null;
    }

    @Override
    public boolean hasRoom() {
        return pending.length() < settings.maxPendingBytes();
    }

    @Override
    public boolean reachesBack(int range, long sequence) {
        return places.segmentOf(range, sequence + 1) != Segments.NONE;
    }

    @Override
    public MissedRecords missedRecords() {
        return new MissedRecords(files, dataId, segments, places, reader);
    }

    boolean hasPending() {
        return pending.length() > 0;
    }

    /** Whether what failed to be written waits for another attempt, or for ever. */
    boolean waits() {
        return writeProblem != null || failure != null;
    }

    /** Why the log has ended; null while it has not. */
    public String failure() {
        return failure;
    }

    public LogFigures figures() {
        return figures;
    }

    Segments segments() {
        return segments;
    }

    LogSettings settings() {
        return settings;
    }

    // ---- writing

    /**
     * Writes everything that waits. Returns whether there was anything and it has been confirmed; after a failed write
     * the next call tries again.
     */
    public boolean commit() {
        writing.lock();
        try {
            return commitAlone();
        } finally {
            writing.unlock();
        }
    }

    /**
     * Writes what waits where that is quick: it is little and goes into the segment that is being written, and no fsync is
     * under way, due or asked for. Then the caller need not wake another thread, and be woken by it.
     *
     * @return false when something is left to be written
     */
    public boolean commitIfQuick() {
        if (settings.fsync() == Fsync.ALWAYS || isForcing || waits()) {
            return false;
        }
        for (int i = 0; i < QUICK_TURNS; i++) {
            if (!writing.tryLock()) {
                return true; // Who writes looks again afterwards.
            }
            try {
                if (isQuick()) {
                    commitAlone();
                }
            } finally {
                writing.unlock();
            }
            if (waits() || isForcing) {
                return false;
            }
            if (!hasPending()) {
                return true;
            }
        }
        return false;
    }

    private boolean isQuick() {
        int length = pending.length();
        return segment != null
                && !segmentEnded
                && !closed
                && length <= QUICK_BYTES
                && segment.position() + length < settings.segmentBytes()
                && !isSyncLate();
    }

    private boolean commitAlone() {
        if (failure != null || closed || !begin()) {
            return false;
        }
        try {
            if (isSyncLate()) {
                sync();
            }
            while (batch.written() < batch.length() && failure == null) {
                writePortion();
            }
        } catch (SyncFailedException e) {
            fail(e);
            return false;
        } catch (IOException e) {
            writeProblem(files.description() + " cannot be written: " + e.getMessage());
            return false;
        }
        if (failure != null) {
            return false;
        }
        writeProblem(null);
        finish();
        return true;
    }

    private boolean begin() {
        if (batch.bytes() == null) {
            if (pending.length() == 0) {
                return false;
            }
            pending.take(batch);
        }
        return true;
    }

    private void finish() {
        figures.written(batch.length());
        synchronized (this) {
            written = batch.end();
            syncableBytes = segment.position();
            if (!unsynced) {
                unsynced = true;
                unsyncedSinceNanos = time.nanos();
            }
        }
        pending.giveBack(batch);
        if (settings.fsync() == Fsync.ALWAYS) {
            sync();
        }
        if (failure == null) {
            listener.confirmed(confirmed());
        }
    }

    private void writePortion() throws IOException {
        if (segment == null || segment.position() >= settings.segmentBytes()) {
            roll();
            if (failure != null) {
                return;
            }
        }
        if (tableDue) {
            writeTable();
        }
        int from = batch.written();
        int to = portionEnd(from);
        segment.write(batch.bytes(), from, to);
        batch.written(to);
        segments.grown(segment.position());
        sinceTable += to - from;
        tableDue = sinceTable > settings.tableBytes();
    }

    /** As many entries as the segment takes, at least one; notes what they are. */
    private int portionEnd(int from) {
        byte[] bytes = batch.bytes();
        long room = settings.segmentBytes() - segment.position();
        int at = from;
        do {
            writtenSteps.set(Entry.range(bytes, at), Entry.step(bytes, at));
            at += Entry.length(bytes, at);
        } while (at < batch.length() && at - from < room);
        segments.entries(bytes, from, at);
        places.entries(bytes, from, at);
        return at;
    }

    private void writeTable() throws IOException {
        byte[] table = writtenSteps.toEntry();
        segment.write(table, 0, table.length);
        tableDue = false;
        sinceTable = 0;
    }

    /** Ends the segment and begins the next one. May be repeated after it has thrown. */
    private void roll() throws IOException {
        if (segment != null) {
            if (!segmentEnded) {
                writeTable();
                segments.grown(segment.position());
                segmentEnded = true;
            }
            synchronized (forcing) {
                if (settings.fsync() == Fsync.NEVER) {
                    unforced.add(segments.current());
                } else {
                    force(segment);
                }
                if (failure != null) {
                    return;
                }
                segment.file().close();
            }
            synchronized (this) {
                segment = null;
            }
        }
        long number = segments.current() + 1;
        BlockWriter next = begun(number);
        if (failure != null) {
            return;
        }
        segments.begun(number);
        places.begun(number);
        segments.grown(next.position());
        synchronized (this) {
            segment = next;
            syncableBytes = 0;
        }
        segmentEnded = false;
        tableDue = false;
        sinceTable = 0;
    }

    private BlockWriter begun(long number) throws IOException {
        LogFiles.AppendFile file = files.create(FileNames.segment(number));
        try {
            BlockWriter next = new BlockWriter(file, new FileHeader(FileHeader.VERSION, dataId, number, -1), output);
            byte[] table = writtenSteps.toEntry();
            next.write(table, 0, table.length);
            if (settings.fsync() != Fsync.NEVER) {
                force(next);
            }
            return next;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    // ---- the disk

    private boolean isSyncLate() {
        synchronized (this) {
            return settings.fsync() == Fsync.EVERYSEC
                    && unsynced
                    && time.nanos() - unsyncedSinceNanos >= MOST_UNSYNCED_NANOS;
        }
    }

    /** Brings what has been written to the disk. Any thread. */
    public void sync() {
        long position;
        synchronized (forcing) {
            BlockWriter target;
            long bytes;
            long begun;
            synchronized (this) {
                if (!unsynced || segment == null || failure != null) {
                    return;
                }
                target = segment;
                bytes = syncableBytes;
                position = written;
                begun = time.nanos();
            }
            forceEnded();
            force(target);
            if (failure != null) {
                return;
            }
            synchronized (this) {
                target.durable(Math.max(bytes, FileHeader.BYTES));
                durable = position;
                unsynced = written > position;
                unsyncedSinceNanos = begun;
            }
        }
    }

    private void forceEnded() {
        try {
            for (long number : unforced) {
                if (segments.has(number)) {
                    files.force(FileNames.segment(number));
                }
            }
            unforced.clear();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void force(BlockWriter target) {
        if (failure != null) {
            return;
        }
        long begun = time.nanos();
        isForcing = true;
        try {
            target.file().force();
            figures.synced(time.nanos() - begun);
        } catch (IOException e) {
            fail(e);
        } finally {
            isForcing = false;
        }
    }

    /** Looks at the free space, now and then; also while nothing is written, so that refusals end. */
    public void housekeep() {
        long now = time.nanos();
        if (spaceChecked && now - spaceCheckedNanos < SPACE_CHECK_NANOS) {
            return;
        }
        spaceChecked = true;
        spaceCheckedNanos = now;
        try {
            long usable = files.usableBytes();
            long least = settings.reserveBytes() + (spaceProblem == null ? 0 : settings.reserveBytes() / 4);
            spaceProblem(
                    usable >= least
                            ? null
                            : "the disk of " + files.description() + " has " + usable + " octets left, and the last "
                                    + least + " are kept for what cannot be refused");
        } catch (IOException e) {
            spaceProblem("the free space of " + files.description() + " cannot be told: " + e.getMessage());
        }
    }

    private void writeProblem(String problem) {
        boolean news = (problem == null) != (writeProblem == null);
        writeProblem = problem;
        tell(news);
    }

    private void spaceProblem(String problem) {
        boolean news = (problem == null) != (spaceProblem == null);
        spaceProblem = problem;
        tell(news);
    }

    private void tell(boolean news) {
        if (news) {
            listener.refusing(refusal());
        }
    }

    private void fail(IOException e) {
        failure = "fsync of " + files.description() + " failed: " + e.getMessage()
                + "; what the disk holds is not known, so this copy is given up";
        pending.discard();
        listener.failed(failure);
    }

    /** Deletes segments that no range needs any more. */
    void deleteUnneeded() throws IOException {
        for (long number : segments.unneeded()) {
            files.delete(FileNames.segment(number));
            segments.deleted(number);
        }
    }

    /** Writes and syncs everything that waits, as far as that is possible, and ends the segment. */
    public void close() {
        writing.lock();
        try {
            while (commitAlone()) {
                // Until nothing waits.
            }
            sync();
            closed = true;
            if (segment == null || failure != null) {
                return;
            }
            writeTable();
            force(segment);
            segment.file().close();
        } catch (IOException e) {
            writeProblem(files.description() + " cannot be written: " + e.getMessage());
        } finally {
            writing.unlock();
        }
    }
}
