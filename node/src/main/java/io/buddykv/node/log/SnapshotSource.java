package io.buddykv.node.log;

import io.buddykv.node.store.RangeTable;
import java.util.concurrent.locks.Lock;

/** The ranges that snapshots are made of. */
public interface SnapshotSource {
    int count();

    SourceRange range(int index);

    /** One range. Everything but {@link #lock} is called under the lock. */
    interface SourceRange {
        Lock lock();

        /** Whether the table is all of the range: only then a snapshot of it means anything. */
        boolean isComplete();

        /** Whether nothing is held of it, and nothing arriving. */
        boolean isAbsent();

        RangeTable table();

        EpochHistory history();

        long sequence();
    }
}
