package io.buddykv.node.replication;

import io.buddykv.node.log.RecordCursor;

/** How far somebody has been told, and the last record told. Guarded by the range's lock, which keeps the octets good. */
public final class FeedCursor {
    final RecordCursor record;
    private long tenure;

    public FeedCursor(FeedPosition from) {
        record = new RecordCursor(from.sequence());
        tenure = from.tenure();
    }

    /** The epoch in which the primary took over that wrote the record. */
    public long tenure() {
        return tenure;
    }

    public long sequence() {
        return record.sequence();
    }

    public byte[] octets() {
        return record.octets();
    }

    public int offset() {
        return record.offset();
    }

    public int length() {
        return record.length();
    }

    FeedPosition position() {
        return new FeedPosition(tenure, record.sequence());
    }

    void writtenIn(long newTenure) {
        tenure = newTenure;
    }
}
