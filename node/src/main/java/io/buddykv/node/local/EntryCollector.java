package io.buddykv.node.local;

import io.buddykv.node.store.EntryVisitor;
import io.buddykv.node.store.RangeTable;
import java.util.ArrayList;
import java.util.List;

/** Keys and values of a table, some at a time; answers that are kept for clients are passed over. */
final class EntryCollector implements EntryVisitor {
    static final int AT_ONCE = 256;

    private final RangeTable table;
    private final List<Entry> entries = new ArrayList<>();

    /** @param expireAt milliseconds since 1970; 0 for never */
    record Entry(byte[] key, byte[] value, long expireAt) {}

    EntryCollector(RangeTable table) {
        this.table = table;
    }

    @Override
    public void visit(long entry) {
        if (table.type(entry) == RangeTable.STRING) {
            entries.add(new Entry(table.key(entry), table.value(entry), table.expireAt(entry)));
        }
    }

    List<Entry> entries() {
        return entries;
    }
}
