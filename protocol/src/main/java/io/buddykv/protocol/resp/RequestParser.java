package io.buddykv.protocol.resp;

/**
 * Reads requests, in the multibulk and in the inline form, out of a heap array that the caller fills: one parser for one
 * connection. Arguments stay where they are; only the index of them is written.
 *
 * <p>Contract: {@link #parse} is given the unread part of what has arrived, which begins with a request. It returns the
 * index after that request, or {@link #NEED_MORE}. After {@code NEED_MORE} it must be called again with the same request
 * object and with the same bytes followed by more of them, which may by then lie in another array or at another index.
 * What was understood is not read again, so that the cost of a request is linear in its size however it is split.
 *
 * <p>Errors, limits and leniency are those of Redis: an empty array and an empty line are requests with no arguments, to
 * be skipped without an answer, and the two octets after an argument are not looked at. After a
 * {@link ProtocolException} the parser is of no further use.
 */
public final class RequestParser {
    /** The request has not arrived as a whole. */
    public static final int NEED_MORE = -1;

    private static final int NO_BULK = -1;

    /** Digits of a length that needs no check for overflow. */
    private static final int PLAIN_DIGITS = 9;

    private final RespLimits limits;
    private int maxArguments;
    private int maxBulkLength;
    private boolean authenticated;

    // Where a partial request stands. Positions count from the request's beginning.
    private int remaining;
    private int position;
    private int bulk = NO_BULK;
    private int scanned;

    public RequestParser(RespLimits limits) {
        this.limits = limits;
        authenticated(true);
    }

    /** Whether the client is trusted with large requests; takes effect for the next length announced. */
    public void authenticated(boolean trusted) {
        authenticated = trusted;
        maxArguments =
                trusted ? limits.maxArguments() : Math.min(limits.maxArguments(), limits.unauthenticatedArguments());
        maxBulkLength =
                trusted ? limits.maxBulkLength() : Math.min(limits.maxBulkLength(), limits.unauthenticatedBulkLength());
    }

    /**
     * Reads one request from {@code buffer[from..to)}. An inline request with quotes is unquoted in place, so the array
     * may be changed.
     */
    public int parse(byte[] buffer, int from, int to, Request into) {
        if (remaining > 0) {
            into.moved(buffer, from);
            return arguments(buffer, from, from + position, to, into);
        }
        if (from >= to) {
            return NEED_MORE;
        }
        into.begin(buffer, from);
        return buffer[from] == '*' ? multibulk(buffer, from, to, into) : inline(buffer, from, to, into);
    }

    private int multibulk(byte[] buffer, int from, int to, Request into) {
        int at = from + 1;
        int value = 0;
        while (at < to && buffer[at] >= '0' && buffer[at] <= '9' && at - from <= PLAIN_DIGITS) {
            value = value * 10 + buffer[at++] - '0';
        }
        boolean plain = at + 1 < to && buffer[at] == '\r' && at > from + 1 && buffer[from + 1] != '0';
        if (!plain) {
            at = lineEnd(buffer, from, from + 1, to, "too big mbulk count string");
            if (at == NEED_MORE) {
                return NEED_MORE;
            }
            value = announcedArguments(buffer, from + 1, at);
            if (value <= 0) {
                return at + 2;
            }
        }
        if (value > maxArguments) {
            throw new ProtocolException(
                    authenticated || value > limits.maxArguments()
                            ? "invalid multibulk length"
                            : "unauthenticated multibulk length");
        }
        remaining = value;
        return arguments(buffer, from, at + 2, to, into);
    }

    private int arguments(byte[] buffer, int from, int start, int to, Request into) {
        int at = start;
        int left = remaining;
        int length = bulk;
        while (left > 0) {
            if (length == NO_BULK) {
                if (at >= to) {
                    return suspend(from, at, left, NO_BULK);
                }
                if (buffer[at] != '$') {
                    throw new ProtocolException("expected '$', got '" + (char) (buffer[at] & 0xff) + "'");
                }
                int digit = at + 1;
                int value = 0;
                while (digit < to && buffer[digit] >= '0' && buffer[digit] <= '9' && digit - at <= PLAIN_DIGITS) {
                    value = value * 10 + buffer[digit++] - '0';
                }
                boolean plain = digit + 1 < to
                        && buffer[digit] == '\r'
                        && digit > at + 1
                        && (buffer[at + 1] != '0' || digit == at + 2);
                if (!plain) {
                    digit = lineEnd(buffer, from, at + 1, to, "too big bulk count string");
                    if (digit == NEED_MORE) {
                        return suspend(from, at, left, NO_BULK);
                    }
                    value = announcedLength(buffer, at + 1, digit);
                }
                length = checkedLength(value, digit + 2 - from);
                at = digit + 2;
            }
            if (to - at < length + 2) {
                return suspend(from, at, left, length);
            }
            into.add(at - from, length);
            at += length + 2;
            length = NO_BULK;
            left--;
        }
        remaining = 0;
        bulk = NO_BULK;
        scanned = 0;
        return at;
    }

    /**
     * How many octets the request that has begun is known to take at least, counted from its beginning; 0 where that is not
     * known yet. What a client announces need not come.
     */
    public long announced() {
        return bulk == NO_BULK ? 0 : (long) position + bulk + 2;
    }

    private int suspend(int from, int at, int left, int length) {
        position = at - from;
        remaining = left;
        bulk = length;
        return NEED_MORE;
    }

    /**
     * The index of the carriage return that ends the line, once the octet behind it has come too; the part of the line
     * that was searched before is not searched again.
     */
    private int lineEnd(byte[] buffer, int from, int lineStart, int to, String tooLong) {
        for (int at = Math.max(lineStart, from + scanned); at < to; at++) {
            if (buffer[at] == '\r') {
                refuseLongLine(at - lineStart, tooLong);
                scanned = at + 1 < to ? 0 : at - from;
                return at + 1 < to ? at : NEED_MORE;
            }
        }
        refuseLongLine(to - lineStart, tooLong);
        scanned = to - from;
        return NEED_MORE;
    }

    private void refuseLongLine(int length, String reason) {
        if (length > limits.maxInlineLength()) {
            throw new ProtocolException(reason);
        }
    }

    private static int announcedArguments(byte[] buffer, int start, int end) {
        if (!DecimalLong.is(buffer, start, end - start)) {
            throw new ProtocolException("invalid multibulk length");
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.max(-1, DecimalLong.parse(buffer, start, end - start)));
    }

    private static int announcedLength(byte[] buffer, int start, int end) {
        if (!DecimalLong.is(buffer, start, end - start)) {
            throw new ProtocolException("invalid bulk length");
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.max(-1, DecimalLong.parse(buffer, start, end - start)));
    }

    private int checkedLength(int length, int soFar) {
        if (length < 0 || length > maxBulkLength) {
            throw new ProtocolException(
                    authenticated || length < 0 || length > limits.maxBulkLength()
                            ? "invalid bulk length"
                            : "unauthenticated bulk length");
        }
        if (length > limits.maxRequestLength() - soFar) {
            throw new ProtocolException("too big request");
        }
        return length;
    }

    private int inline(byte[] buffer, int from, int to, Request into) {
        int at = from + scanned;
        while (at < to && buffer[at] != '\n') {
            at++;
        }
        refuseLongLine(at - from, "too big inline request");
        if (at == to) {
            scanned = to - from;
            return NEED_MORE;
        }
        scanned = 0;
        int end = at > from && buffer[at - 1] == '\r' ? at - 1 : at;
        InlineArguments.split(buffer, from, end, into);
        return at + 1;
    }
}
