package io.buddykv.protocol.resp;

/**
 * Signed 64 bit numbers in decimal, read exactly as Redis' {@code string2ll} does: an optional minus sign, then digits
 * that do not begin with a zero unless they are just <code>0</code>; no plus sign, no space, no <code>-0</code>, no
 * overflow. What it accepts is what printing the number gives back.
 */
public final class DecimalLong {
    /** Most octets such a number has: {@code Long.MIN_VALUE}. */
    public static final int MAX_LENGTH = 20;

    /** Digits that can never overflow a long. */
    private static final int SAFE_DIGITS = 18;

    private DecimalLong() {}

    public static boolean is(byte[] bytes, int offset, int length) {
        if (length == 0 || length > MAX_LENGTH) {
            return false;
        }
        boolean negative = bytes[offset] == '-';
        int first = negative ? offset + 1 : offset;
        int end = offset + length;
        if (first == end) {
            return false;
        }
        if (bytes[first] == '0') {
            return !negative && length == 1;
        }
        for (int i = first; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return end - first <= SAFE_DIGITS || fits(bytes, first, end, negative);
    }

    /** The number, or the error that Redis answers when it is none: {@link RedisErrors#NOT_AN_INTEGER}. */
    public static long parse(byte[] bytes, int offset, int length) {
        if (!is(bytes, offset, length)) {
            throw RedisErrors.notAnInteger();
        }
        boolean negative = bytes[offset] == '-';
        long negated = 0;
        for (int i = negative ? offset + 1 : offset; i < offset + length; i++) {
            negated = negated * 10 - (bytes[i] - '0');
        }
        return negative ? negated : -negated;
    }

    /** Whether 19 or 20 digits stay within a long; counted downwards, as the negative side is the larger. */
    private static boolean fits(byte[] bytes, int first, int end, boolean negative) {
        if (end - first > SAFE_DIGITS + 1) {
            return false;
        }
        long leading = 0;
        for (int i = first; i < end - 1; i++) {
            leading = leading * 10 + (bytes[i] - '0');
        }
        int last = bytes[end - 1] - '0';
        long limit = Long.MAX_VALUE / 10;
        return leading < limit || leading == limit && last <= (negative ? 8 : 7);
    }
}
