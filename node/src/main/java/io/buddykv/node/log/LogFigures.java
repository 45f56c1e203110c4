package io.buddykv.node.log;

import java.util.concurrent.atomic.LongAdder;

/** Counts of a log since the start of this process. Any thread. */
public final class LogFigures {
    private final LongAdder batches = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder syncs = new LongAdder();
    private final LongAdder syncNanos = new LongAdder();
    private final LongAdder snapshots = new LongAdder();
    private final LongAdder snapshotBytes = new LongAdder();

    void written(long octets) {
        batches.increment();
        bytes.add(octets);
    }

    void synced(long nanos) {
        syncs.increment();
        syncNanos.add(nanos);
    }

    void snapshotted(long octets) {
        snapshots.increment();
        snapshotBytes.add(octets);
    }

    /** Group commits. */
    public long batches() {
        return batches.sum();
    }

    /** Octets of entries written. */
    public long bytes() {
        return bytes.sum();
    }

    public long syncs() {
        return syncs.sum();
    }

    /** Time spent in fsync. */
    public long syncNanos() {
        return syncNanos.sum();
    }

    public long snapshots() {
        return snapshots.sum();
    }

    public long snapshotBytes() {
        return snapshotBytes.sum();
    }
}
