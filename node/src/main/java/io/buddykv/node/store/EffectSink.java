package io.buddykv.node.store;

/**
 * Is told what a command does to a range, in order: resulting values or deletions, never the command. Slices are only
 * good during the call. An expiry is absolute milliseconds, 0 for none.
 */
public interface EffectSink {
    void set(
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength,
            long expireAt,
            int type);

    void expire(byte[] key, int offset, int length, long expireAt);

    void delete(byte[] key, int offset, int length);

    void clear();
}
