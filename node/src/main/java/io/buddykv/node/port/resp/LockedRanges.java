package io.buddykv.node.port.resp;

import io.buddykv.node.replication.Access;
import io.buddykv.node.replication.Admission;
import io.buddykv.node.store.Keyspace;

/** Key ranges that are locked at one time, for a command that looks at several. Only good during the command. */
public interface LockedRanges {
    Admission admit(int range, Access access);

    /** The epoch in which this slave became the range's primary. */
    long primarySince(int range);

    /** Begins a command on a range that has admitted it; ended by {@link #commit}. */
    Keyspace begin(int range);

    /** What was changed since {@link #begin} becomes one record, and the answer waits for what it depends on. */
    void commit(int range);
}
