package io.buddykv.node.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * How an entry lies in a page. Offsets from its start, which is a multiple of 8:
 *
 * <pre>
 *  0  8  sequence of the record that last wrote it
 *  8  4  last access, seconds
 * 12  4  length of the value
 * 16  4  bits 0..27 length of the key, bit 28 "has an expiry field", bits 29..31 type (7: dead)
 * 20 (8) expiry, absolute milliseconds, 0 for none; only when bit 28 is set
 *        key, value, padding to a multiple of 8
 * </pre>
 *
 * The byte order is the machine's: pages never leave the process.
 */
final class EntryLayout {
    static final int MAX_KEY_BYTES = (1 << 28) - 1;
    static final int MAX_VALUE_BYTES = 1 << 30;
    static final int MAX_TYPE = 6;

    private static final int HEADER_BYTES = 20;
    private static final int EXPIRY_BYTES = 8;
    private static final int ACCESS_AT = 8;
    private static final int VALUE_LENGTH_AT = 12;
    private static final int KEY_WORD_AT = 16;
    private static final int EXPIRY_BIT = 1 << 28;
    private static final int TYPE_SHIFT = 29;
    private static final int DEAD = 7;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private EntryLayout() {}

    /** Bytes an entry takes in a page, padding included. */
    static int bytes(int keyLength, int valueLength, boolean expiryField) {
        return HEADER_BYTES + (expiryField ? EXPIRY_BYTES : 0) + keyLength + valueLength + 7 & -8;
    }

    static int bytes(byte[] page, int at) {
        int word = keyWord(page, at);
        return bytes(word & MAX_KEY_BYTES, valueLength(page, at), (word & EXPIRY_BIT) != 0);
    }

    /** Writes all but the value. */
    static void write(
            byte[] page,
            int at,
            byte[] key,
            int keyOffset,
            int keyLength,
            int valueLength,
            boolean expiryField,
            long expireAt,
            int type,
            long sequence,
            int accessSeconds) {
        LONG.set(page, at, sequence);
        INT.set(page, at + ACCESS_AT, accessSeconds);
        INT.set(page, at + VALUE_LENGTH_AT, valueLength);
        INT.set(page, at + KEY_WORD_AT, keyLength | (expiryField ? EXPIRY_BIT : 0) | type << TYPE_SHIFT);
        int keyAt = at + HEADER_BYTES;
        if (expiryField) {
            LONG.set(page, keyAt, expireAt);
            keyAt += EXPIRY_BYTES;
        }
        System.arraycopy(key, keyOffset, page, keyAt, keyLength);
    }

    static boolean keyEquals(byte[] page, int at, byte[] key, int offset, int length) {
        int word = keyWord(page, at);
        int keyAt = at + HEADER_BYTES + ((word & EXPIRY_BIT) >>> 25);
        return (word & MAX_KEY_BYTES) == length
                && Arrays.equals(page, keyAt, keyAt + length, key, offset, offset + length);
    }

    static int keyAt(byte[] page, int at) {
        return at + HEADER_BYTES + ((keyWord(page, at) & EXPIRY_BIT) >>> 25);
    }

    static int keyLength(byte[] page, int at) {
        return keyWord(page, at) & MAX_KEY_BYTES;
    }

    static int valueAt(byte[] page, int at) {
        int word = keyWord(page, at);
        return at + HEADER_BYTES + ((word & EXPIRY_BIT) >>> 25) + (word & MAX_KEY_BYTES);
    }

    static int valueLength(byte[] page, int at) {
        return (int) INT.get(page, at + VALUE_LENGTH_AT);
    }

    static void valueLength(byte[] page, int at, int length) {
        INT.set(page, at + VALUE_LENGTH_AT, length);
    }

    static int type(byte[] page, int at) {
        return keyWord(page, at) >>> TYPE_SHIFT;
    }

    static boolean hasExpiryField(byte[] page, int at) {
        return (keyWord(page, at) & EXPIRY_BIT) != 0;
    }

    static long expireAt(byte[] page, int at) {
        return hasExpiryField(page, at) ? (long) LONG.get(page, at + HEADER_BYTES) : 0;
    }

    static void expireAt(byte[] page, int at, long millis) {
        LONG.set(page, at + HEADER_BYTES, millis);
    }

    static long sequence(byte[] page, int at) {
        return (long) LONG.get(page, at);
    }

    static void sequence(byte[] page, int at, long sequence) {
        LONG.set(page, at, sequence);
    }

    static int accessSeconds(byte[] page, int at) {
        return (int) INT.get(page, at + ACCESS_AT);
    }

    static void accessSeconds(byte[] page, int at, int seconds) {
        INT.set(page, at + ACCESS_AT, seconds);
    }

    static void markDead(byte[] page, int at) {
        INT.set(page, at + KEY_WORD_AT, keyWord(page, at) | DEAD << TYPE_SHIFT);
    }

    static boolean isDead(byte[] page, int at) {
        return keyWord(page, at) >>> TYPE_SHIFT == DEAD;
    }

    private static int keyWord(byte[] page, int at) {
        return (int) INT.get(page, at + KEY_WORD_AT);
    }
}
