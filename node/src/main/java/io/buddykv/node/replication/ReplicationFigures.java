package io.buddykv.node.replication;

import java.util.concurrent.atomic.LongAdder;

/** Counts of replication since the start of this process. Any thread. */
public final class ReplicationFigures {
    private final LongAdder recordsSent = new LongAdder();
    private final LongAdder recordsApplied = new LongAdder();
    private final LongAdder acksReceived = new LongAdder();
    private final LongAdder refusals = new LongAdder();
    private final LongAdder leasesMissed = new LongAdder();
    private final LongAdder bytesFilled = new LongAdder();
    private final LongAdder bytesMissed = new LongAdder();
    private final LongAdder proofsAgreed = new LongAdder();
    private final LongAdder proofsRefused = new LongAdder();

    void sent(long records) {
        recordsSent.add(records);
    }

    void applied(long records) {
        recordsApplied.add(records);
    }

    void acknowledged() {
        acksReceived.increment();
    }

    void refused() {
        refusals.increment();
    }

    void leaseMissed() {
        leasesMissed.increment();
    }

    void filled(int bytes) {
        bytesFilled.add(bytes);
    }

    void missed(int bytes) {
        bytesMissed.add(bytes);
    }

    void agreed() {
        proofsAgreed.increment();
    }

    void disagreed() {
        proofsRefused.increment();
    }

    /** What this slave has sent to fill copies, in bytes. */
    public long bytesFilled() {
        return bytesFilled.sum();
    }

    /** What this slave has sent to copies that lacked only some records, in bytes. */
    public long bytesMissed() {
        return bytesMissed.sum();
    }

    /** Comparisons in which a copy of a range of this slave's held the same. */
    public long proofsAgreed() {
        return proofsAgreed.sum();
    }

    /** Comparisons in which this slave, as a copy, held something else than its primary. */
    public long proofsRefused() {
        return proofsRefused.sum();
    }

    public long recordsSent() {
        return recordsSent.sum();
    }

    public long recordsApplied() {
        return recordsApplied.sum();
    }

    public long acksReceived() {
        return acksReceived.sum();
    }

    /** Streams that a copy has refused. */
    public long refusals() {
        return refusals.sum();
    }

    /** Commands that were held because a copy's promise had lapsed. */
    public long leasesMissed() {
        return leasesMissed.sum();
    }
}
