package io.buddykv.protocol.resp;

/** Writes numbers in decimal into arrays; nothing is allocated. */
public final class DecimalWriter {
    private static final byte[] TENS = new byte[100];
    private static final byte[] ONES = new byte[100];

    static {
        for (int i = 0; i < 100; i++) {
            TENS[i] = (byte) ('0' + i / 10);
            ONES[i] = (byte) ('0' + i % 10);
        }
    }

    private DecimalWriter() {}

    /** How many octets the number takes, its sign included. */
    public static int length(long value) {
        if (value < 0) {
            return value == Long.MIN_VALUE ? DecimalLong.MAX_LENGTH : 1 + length(-value);
        }
        int digits = 1;
        for (long bound = 10; digits < 19 && value >= bound; bound *= 10) {
            digits++;
        }
        return digits;
    }

    /** Writes the number from {@code at} on and returns the index after it. */
    public static int write(byte[] into, int at, long value) {
        if (value >= 0 && value < 10) {
            into[at] = (byte) ('0' + value);
            return at + 1;
        }
        if (value >= 0 && value < 100) {
            into[at] = TENS[(int) value];
            into[at + 1] = ONES[(int) value];
            return at + 2;
        }
        int end = at + length(value);
        int place = end;
        // Negative numbers throughout: there is one more of them.
        long rest = value < 0 ? value : -value;
        while (rest <= -100) {
            long hundreds = rest / 100;
            int pair = (int) (hundreds * 100 - rest);
            into[--place] = ONES[pair];
            into[--place] = TENS[pair];
            rest = hundreds;
        }
        int first = (int) -rest;
        into[--place] = ONES[first];
        if (first >= 10) {
            into[--place] = TENS[first];
        }
        if (value < 0) {
            into[--place] = '-';
        }
        return end;
    }
}
