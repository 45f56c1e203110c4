package io.buddykv.topology;

/**
 * Hash slots of keys, exactly those of Redis Cluster: CRC16 (XMODEM: polynomial 0x1021, initial value 0) of the key, or
 * of its hash tag, modulo {@value #COUNT}.
 *
 * <p>A hash tag is what stands between the first <code>{</code> and the first <code>}</code> after it, where that is not
 * empty. Source of the algorithm: Redis Cluster specification, "Key distribution model" and its appendix.
 */
public final class Slot {
    /** How many hash slots there are. */
    public static final int COUNT = 16384;

    /** Octets taken at a time. */
    private static final int STRIDE = 8;

    private static final int TABLE = 256;
    private static final char[] CRC16 = crc16Tables();

    private Slot() {}

    /** The slot of the key that stands in {@code bytes} from {@code offset} on, {@code length} octets long. */
    public static int of(byte[] bytes, int offset, int length) {
        int end = offset + length;
        for (int open = offset; open < end; open++) {
            if (bytes[open] == '{') {
                for (int close = open + 1; close < end; close++) {
                    if (bytes[close] == '}') {
                        return close == open + 1 ? hash(bytes, offset, end) : hash(bytes, open + 1, close);
                    }
                }
                break;
            }
        }
        return hash(bytes, offset, end);
    }

    public static int of(byte[] key) {
        return of(key, 0, key.length);
    }

    /** CRC16 eight octets at a time ("slicing"): table k holds what an octet contributes that has k octets behind it. */
    private static int hash(byte[] bytes, int from, int to) {
        int crc = 0;
        int at = from;
        for (; to - at >= STRIDE; at += STRIDE) {
            crc = CRC16[7 * TABLE + ((crc >>> 8 ^ bytes[at]) & 0xff)]
                    ^ CRC16[6 * TABLE + ((crc ^ bytes[at + 1]) & 0xff)]
                    ^ CRC16[5 * TABLE + (bytes[at + 2] & 0xff)]
                    ^ CRC16[4 * TABLE + (bytes[at + 3] & 0xff)]
                    ^ CRC16[3 * TABLE + (bytes[at + 4] & 0xff)]
                    ^ CRC16[2 * TABLE + (bytes[at + 5] & 0xff)]
                    ^ CRC16[TABLE + (bytes[at + 6] & 0xff)]
                    ^ CRC16[bytes[at + 7] & 0xff];
        }
        for (; at < to; at++) {
            crc = ((crc << 8) & 0xffff) ^ CRC16[((crc >>> 8) ^ bytes[at]) & 0xff];
        }
        return crc & (COUNT - 1);
    }

    private static char[] crc16Tables() {
        char[] tables = new char[STRIDE * TABLE];
        for (int octet = 0; octet < TABLE; octet++) {
            int crc = octet << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }
            tables[octet] = (char) crc;
        }
        for (int behind = 1; behind < STRIDE; behind++) {
            for (int octet = 0; octet < TABLE; octet++) {
                int crc = tables[(behind - 1) * TABLE + octet];
                tables[behind * TABLE + octet] = (char) ((crc << 8) ^ tables[crc >>> 8]);
            }
        }
        return tables;
    }
}
