package io.buddykv.node.command;

import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.Request;

/**
 * The cursor of SCAN: the key range in the upper 32 bits, the place in the range's table in the lower. 0 is the beginning
 * and the end. It holds nothing on the node that made it, and is as good on a copy that has taken the range over.
 */
final class ScanCursor {
    static final long DONE = 0;

    private static final int RANGE_SHIFT = 32;
    private static final long PLACE_MASK = 0xffffffffL;

    private static final CommandException INVALID = new CommandException(RedisErrors.INVALID_CURSOR);

    private ScanCursor() {}

    /** @param place may be the end of the range's table, 2^32: that is the beginning of the next range */
    static long of(int range, long place, int ranges) {
        long cursor = ((long) range << RANGE_SHIFT) + place;
        return cursor >>> RANGE_SHIFT >= ranges ? DONE : cursor;
    }

    /** Any value up to 2^32 - 1, where no node made the cursor. */
    static long range(long cursor) {
        return cursor >>> RANGE_SHIFT;
    }

    static long place(long cursor) {
        return cursor & PLACE_MASK;
    }

    /** An argument as C's {@code strtoul} takes it: with a sign, with zeros before, empty; but without white space. */
    static long parse(Request request, int i) {
        byte[] bytes = request.bytes();
        int at = request.offset(i);
        int end = at + request.length(i);
        boolean signed = at < end && (bytes[at] == '-' || bytes[at] == '+');
        boolean negative = signed && bytes[at] == '-';
        if (signed && ++at == end) {
            throw INVALID;
        }
        long value = 0;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            boolean overflows = Long.compareUnsigned(value, Long.divideUnsigned(-1 - digit, 10)) > 0;
            if (digit < 0 || digit > 9 || overflows) {
                throw INVALID;
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }
}
