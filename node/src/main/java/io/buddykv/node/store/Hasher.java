package io.buddykv.node.store;

/** Hashes keys for {@link RangeTable}. All 32 bits have to be well mixed: the table orders its entries by them. */
@FunctionalInterface
public interface Hasher {
    int hash(byte[] key, int offset, int length);
}
