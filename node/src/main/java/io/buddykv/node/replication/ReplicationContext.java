package io.buddykv.node.replication;

import io.buddykv.node.log.Journal;
import io.buddykv.node.store.RangeTable;
import io.buddykv.topology.Member;

/** What a range or a link needs of the slave around it. Any thread may call it. */
interface ReplicationContext {
    /** This process's life; null before it has an internal number. */
    Member self();

    String clusterId();

    long nanos();

    ReplicationSettings settings();

    ReplicationEvents events();

    SourceLinks links();

    ReplicationFigures figures();

    LinkCredentials credentials();

    FillPace fillPace();

    /** Whether ranges are wanted to have copies besides their primary's. */
    boolean wantsBuddies();

    RangeTable newTable();

    /** Where ranges write down what happens to them. */
    Journal journal();

    /** Whether what the disk held of ranges that the map does not give to this slave is kept, in case it soon does. */
    boolean keepsRecovered();

    /** Seconds since 1970, a tick old at most: when copies say that a key was used. */
    int nowSeconds();

    /** Whether records are kept for copies that were away for a moment. */
    boolean keepsBacklog();

    /** Whether a primary without any other in-sync copy may answer: it has had contact with masters or membership lately. */
    boolean mayServeAlone(long nanos);

    /** False when wall clock and monotonic clock have jumped apart, so that every lease is void until renewed (R6). */
    boolean clocksAgree(long nanos);

    /** Whether every event loop of this process has moved lately; what stands still shows no sign of life. */
    boolean isMoving(long nanos);

    /** What this slave cannot take any more (R5). */
    Fullness fullness();

    /** Whether there is memory to spare for what may not be wanted again. */
    boolean hasRoomToKeep();

    /** When all that an earlier process on the same data directory can have promised has ended. */
    long formerPromisesEndNanos();
}
