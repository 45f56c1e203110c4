package io.buddykv.node.store;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Writes effects as the body of a record: one behind the other, without a count; the record's length bounds them. This is
 * what goes over the wire and into the log, so it never changes, only new kinds may be added:
 *
 * <pre>
 * set    = 0x01 length key type:octet expiry length value
 * expire = 0x02 length key expiry
 * delete = 0x03 length key
 * clear  = 0x04
 * </pre>
 *
 * {@code length} and {@code expiry} (absolute milliseconds, 0 for none) are unsigned LEB128: seven bits an octet, the lowest
 * first, the top bit set on all but the last one, no more octets than needed. {@code type} is 0 for a string.
 */
public final class EffectEncoder implements EffectSink {
    static final int SET = 1;
    static final int EXPIRE = 2;
    static final int DELETE = 3;
    static final int CLEAR = 4;

    private static final int INITIAL_BYTES = 512;
    /** A buffer that one large record made larger than this is dropped after it: others may keep it. */
    private static final int KEPT_BYTES = 256 * 1024;

    private static final int MAX_VARINT_BYTES = 10;

    private byte[] buffer = new byte[INITIAL_BYTES];
    private int length;

    /** Forgets what was written. */
    public void reset() {
        length = 0;
        if (buffer.length > KEPT_BYTES) {
            buffer = new byte[INITIAL_BYTES];
        }
    }

    /** Octets written since the last {@link #reset}; they stand at the beginning of {@link #bytes}. */
    public int length() {
        return length;
    }

    /** Good until the next effect. */
    public byte[] bytes() {
        return buffer;
    }

    /** Whether nothing is ever written into {@link #bytes} again, once no further effect comes before {@link #reset}. */
    public boolean isLasting() {
        return buffer.length > KEPT_BYTES;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, length);
    }

    public void writeTo(ByteBuf target) {
        target.writeBytes(buffer, 0, length);
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
        reserve((long) keyLength + valueLength);
        kindAndKey(SET, key, keyOffset, keyLength);
        buffer[length++] = (byte) type;
        varint(expireAt);
        varint(valueLength);
        append(value, valueOffset, valueLength);
    }

    @Override
    public void expire(byte[] key, int offset, int keyLength, long expireAt) {
        reserve(keyLength);
        kindAndKey(EXPIRE, key, offset, keyLength);
        varint(expireAt);
    }

    @Override
    public void delete(byte[] key, int offset, int keyLength) {
        reserve(keyLength);
        kindAndKey(DELETE, key, offset, keyLength);
    }

    @Override
    public void clear() {
        reserve(0);
        buffer[length++] = CLEAR;
    }

    private void kindAndKey(int kind, byte[] key, int offset, int keyLength) {
        buffer[length++] = (byte) kind;
        varint(keyLength);
        append(key, offset, keyLength);
    }

    private void append(byte[] source, int offset, int count) {
        System.arraycopy(source, offset, buffer, length, count);
        length += count;
    }

    private void varint(long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            buffer[length++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        buffer[length++] = (byte) left;
    }

    private void reserve(long payload) {
        long wanted = length + payload + 2 + 3 * MAX_VARINT_BYTES;
        if (wanted > buffer.length) {
            if (wanted > Integer.MAX_VALUE - 16) {
                throw new IllegalStateException("the effects of one record exceed 2 GiB");
            }
            long grown = Math.min(Integer.MAX_VALUE - 16, buffer.length + (buffer.length >> 1));
            buffer = Arrays.copyOf(buffer, (int) Math.max(wanted, grown));
        }
    }
}
