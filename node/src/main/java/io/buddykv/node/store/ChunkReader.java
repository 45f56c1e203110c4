package io.buddykv.node.store;

/** Reads a table piece by piece as effects, for a copy that joins; a piece is read under the range's lock. */
public final class ChunkReader implements EntryVisitor {
    private final RangeTable table;
    private final EffectSink sink;

    public ChunkReader(RangeTable table, EffectSink sink) {
        this.table = table;
        this.sink = sink;
    }

    /**
     * Tells the sink a {@code set} of each entry from the cursor on, until they have taken so many bytes: the last one may
     * go beyond. Returns the next cursor, or {@link RangeTable#END}.
     */
    public long read(long cursor, int bytes) {
        return table.scan(cursor, Integer.MAX_VALUE, bytes, this);
    }

    @Override
    public void visit(long entry) {
        byte[] page = table.page(entry);
        sink.set(
                page,
                table.keyAt(entry),
                table.keyLength(entry),
                page,
                table.valueAt(entry),
                table.valueLength(entry),
                table.expireAt(entry),
                table.type(entry));
    }
}
