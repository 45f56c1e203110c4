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

    private static final char[] CRC16 = crc16Table();

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

    private static int hash(byte[] bytes, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = ((crc << 8) & 0xffff) ^ CRC16[((crc >>> 8) ^ bytes[i]) & 0xff];
        }
        return crc & (COUNT - 1);
    }

    private static char[] crc16Table() {
        char[] table = new char[256];
        for (int octet = 0; octet < table.length; octet++) {
            int crc = octet << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }
            table[octet] = (char) crc;
        }
        return table;
    }
}
