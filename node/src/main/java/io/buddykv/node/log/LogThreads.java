package io.buddykv.node.log;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of a log: one that writes what those who add entries have not written themselves, with
 * {@link Fsync#EVERYSEC} one that syncs, and one that reads again what copies have missed, while there is something.
 */
public final class LogThreads {
    private static final long IDLE_MILLIS = 200;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long READER_KEPT_SECONDS = 10;
    /** Half of what may be unsynced, so that an fsync has the other half of a second to end in. */
    private static final long SYNC_NANOS = SlaveLog.MOST_UNSYNCED_NANOS / 2;

    private final SlaveLog log;
    private final Thread writer = new Thread(this::write, "log-writer");
    private final Thread syncer = new Thread(this::sync, "log-syncer");
    private final AtomicBoolean idle = new AtomicBoolean();
    private final ThreadPoolExecutor reader = new ThreadPoolExecutor(
            1, 1, READER_KEPT_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), LogThreads::readerThread);
    private static final long RESTS = Long.MIN_VALUE;

    private volatile boolean ending;
    private volatile long busySinceNanos = RESTS;

    public LogThreads(SlaveLog log) {
        this.log = log;
        writer.setDaemon(true);
        syncer.setDaemon(true);
        reader.allowCoreThreadTimeOut(true);
        // Once the log has ended there is nobody left who could send what would be read.
        reader.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    private static Thread readerThread(Runnable reading) {
        Thread thread = new Thread(reading, "log-reader");
        thread.setDaemon(true);
        return thread;
    }

    public void start() {
        log.wakeBy(this::entriesWait);
        log.readBy(reader);
        writer.start();
        if (log.settings().fsync() == Fsync.EVERYSEC) {
            syncer.start();
        }
    }

    /** To wake the writer for a few entries, and to be woken by it, takes longer than to write them. */
    private void entriesWait() {
        if (!log.commitIfQuick()) {
            wake();
        }
    }

    private void wake() {
        if (idle.get() && idle.compareAndSet(true, false)) {
            LockSupport.unpark(writer);
        }
    }

    private void write() {
        while (!ending) {
            busySinceNanos = System.nanoTime();
            log.housekeep();
            boolean committed = log.commit();
            busySinceNanos = RESTS;
            if (committed) {
                continue;
            }
            idle.set(true);
            if (log.waits()) {
                LockSupport.parkNanos(RETRY_NANOS);
            } else if (!log.hasPending()) {
                LockSupport.parkNanos(IDLE_NANOS);
            }
            idle.set(false);
        }
        log.close();
    }

    private void sync() {
        while (!ending) {
            log.sync();
            LockSupport.parkNanos(SYNC_NANOS);
        }
    }

    /**
     * For how long the writer has been at the disk without a break, or behind another thread that is: it looks every
     * {@value #IDLE_MILLIS} ms at the latest.
     */
    public long busyNanos(long nanos) {
        long since = busySinceNanos;
        return since == RESTS ? 0 : nanos - since;
    }

    /** Writes and syncs what waits, and ends both. */
    public void stop() throws InterruptedException {
        ending = true;
        reader.shutdown();
        LockSupport.unpark(syncer);
        syncer.join();
        LockSupport.unpark(writer);
        writer.join();
    }
}
