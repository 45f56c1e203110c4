package io.buddykv.protocol.resp;

/** Letters without regard to their case, as commands and options are compared: only those of ASCII. */
public final class Ascii {
    private static final byte[] UPPER = new byte[256];

    static {
        for (int octet = 0; octet < UPPER.length; octet++) {
            UPPER[octet] = (byte) (octet >= 'a' && octet <= 'z' ? octet - 32 : octet);
        }
    }

    private Ascii() {}

    public static byte upper(byte octet) {
        return UPPER[octet & 0xff];
    }
}
