package io.buddykv.node.store;

/**
 * Finds keys whose time is over, a bounded number of entries at a time. Deleting them is the caller's part, under the same
 * lock and by way of {@link Keyspace#find}, so that the copies learn of it.
 */
public final class ExpiryCycle {
    private ExpiryCycle() {}

    /**
     * Looks at {@code entries} entries from the cursor on (and at those with the last one's hash) and adds the expired ones' keys.
     * Returns the cursor for the next time, {@link RangeTable#END} at the end of the table.
     */
    public static long find(RangeTable table, long cursor, long nowMillis, int entries, ExpiredKeys expired) {
        if (table.volatileCount() == 0) {
            return RangeTable.END;
        }
        return table.scan(cursor, entries, entry -> {
            long expireAt = table.expireAt(entry);
            if (expireAt != 0 && expireAt <= nowMillis) {
                expired.add(table, entry);
            }
        });
    }
}
