package io.buddykv.node.store;

/**
 * A checksum of entries that does not depend on their order nor on where they lie: the sum of a 64-bit hash of each one's
 * key, value, type and expiry. For telling whether copies are equal, part by part of a scan if need be; no protection
 * against who forges.
 */
public final class ContentChecksum implements EntryVisitor {
    private static final SeededHasher HASHER = new SeededHasher(0x6275646479L);

    private final RangeTable table;
    private long sum;

    public ContentChecksum(RangeTable table) {
        this.table = table;
    }

    @Override
    public void visit(long entry) {
        byte[] page = table.page(entry);
        long key = HASHER.hash64(page, table.keyAt(entry), table.keyLength(entry));
        long value = HASHER.hash64(page, table.valueAt(entry), table.valueLength(entry));
        long rest =
                SeededHasher.mix(table.expireAt(entry) ^ 0x9e3779b97f4a7c15L, table.type(entry) + 0x8ebc6af09c88c6e3L);
        sum += SeededHasher.mix(key ^ Long.rotateLeft(value, 29), value + rest);
    }

    public long value() {
        return sum;
    }
}
