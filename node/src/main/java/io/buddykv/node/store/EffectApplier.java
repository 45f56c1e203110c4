package io.buddykv.node.store;

/**
 * Applies the effects of records to a copy's table. Never refuses for lack of memory: the primary asked before it admitted
 * them.
 */
public final class EffectApplier implements EffectSink {
    private final RangeTable table;
    private final long sequence;

    private EffectApplier(RangeTable table, long sequence) {
        this.table = table;
        this.sequence = sequence;
    }

    /**
     * Applies a record's body whole; under the range's lock.
     *
     * @throws MalformedEffectException with nothing applied
     */
    public static void apply(RangeTable table, byte[] body, int offset, int length, long sequence) {
        new EffectDecoder(body, offset, length).decode(new EffectApplier(table, sequence));
    }

    @Override
    public void set(
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength,
            long expireAt,
            int type) {
        table.put(key, keyOffset, keyLength, value, valueOffset, valueLength, expireAt, type, sequence);
    }

    @Override
    public void expire(byte[] key, int offset, int length, long expireAt) {
        table.setExpireAt(key, offset, length, expireAt, sequence);
    }

    @Override
    public void delete(byte[] key, int offset, int length) {
        table.remove(key, offset, length, sequence);
    }

    @Override
    public void clear() {
        table.clear(sequence);
    }
}
