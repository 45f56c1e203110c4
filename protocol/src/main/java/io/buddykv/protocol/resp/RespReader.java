package io.buddykv.protocol.resp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Reads replies, RESP2 and RESP3, out of a stream of bytes that may be split anywhere: one reader for one connection of a
 * client. Bytes are put in by {@link #append}, replies are taken out by {@link #next} until it gives null.
 *
 * <p>What was understood is not read again, so that the cost of a reply is linear in its size. Memory grows with the bytes
 * that have really come, never with what they announce. Attributes are read and left out. Streamed strings and aggregates
 * of RESP3, which no server sends, are refused. After a {@link ProtocolException} the reader is of no further use.
 */
public final class RespReader {
    /**
     * What one reply may ask of a client.
     *
     * @param maxDepth how deep aggregates may lie in each other
     * @param maxElements elements of one aggregate
     * @param maxBulkLength octets of one bulk string
     * @param maxLineLength octets of one line
     */
    public record Limits(int maxDepth, int maxElements, int maxBulkLength, int maxLineLength) {
        public static final Limits DEFAULT = new Limits(32, 16 * 1024 * 1024, 512 * 1024 * 1024, 64 * 1024);
    }

    private static final int INITIAL_CAPACITY = 16 * 1024;

    /** An empty buffer larger than this is given back. */
    private static final int RETAINED_CAPACITY = 1024 * 1024;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final int NO_BULK = -1;
    private static final Reply OK = new Reply.Simple("OK");

    private final Limits limits;
    private final Deque<Aggregate> open = new ArrayDeque<>();
    private byte[] buffer = new byte[INITIAL_CAPACITY];
    private int read;
    private int written;

    // Where a partial reply stands.
    private int searched;
    private char bulkType;
    private int bulkLength = NO_BULK;

    public RespReader() {
        this(Limits.DEFAULT);
    }

    public RespReader(Limits limits) {
        this.limits = limits;
    }

    public void append(byte[] bytes, int offset, int length) {
        makeRoom(length);
        System.arraycopy(bytes, offset, buffer, written, length);
        written += length;
    }

    /** Takes all that is readable. */
    public void append(ByteBuf bytes) {
        int length = bytes.readableBytes();
        makeRoom(length);
        bytes.readBytes(buffer, written, length);
        written += length;
    }

    /** The next whole reply, or null where more bytes are needed. */
    public Reply next() {
        while (true) {
            int before = read;
            Reply value = bulkLength == NO_BULK ? line() : bulk();
            if (value == null && read == before) {
                return null;
            }
            Reply whole = value == null ? null : close(value);
            if (whole != null) {
                return whole;
            }
        }
    }

    private Reply line() {
        int end = lineEnd();
        if (end < 0) {
            return null;
        }
        char type = (char) (buffer[read] & 0xff);
        int from = read + 1;
        Reply reply = null;
        switch (type) {
            case '+' -> reply = simple(from, end);
            case '-' -> reply = new Reply.Failure(latin(from, end));
            case ':' -> reply = new Reply.Whole(number(from, end));
            case '$', '=', '!' -> {
                bulkLength = announced(type, from, end, limits.maxBulkLength());
                bulkType = type;
                reply = bulkLength == NO_BULK ? Reply.NIL : null;
            }
            case '*', '~', '>', '%', '|' -> reply = begin(type, announced(type, from, end, limits.maxElements()));
            case '_' -> reply = Reply.NIL;
            case '#' -> reply = new Reply.Bool(bool(from, end));
            case ',' -> reply = new Reply.Real(real(latin(from, end)));
            case '(' -> reply = new Reply.BigNumber(latin(from, end));
            default -> throw new ProtocolException("unknown reply type '" + type + "'");
        }
        read = end + 2;
        return reply;
    }

    /** An empty aggregate is a reply at once; another waits for its elements. */
    private Reply begin(char type, int announced) {
        if (announced == NO_BULK) {
            return Reply.NIL;
        }
        Aggregate aggregate = new Aggregate(type, type == '%' || type == '|' ? 2L * announced : announced);
        if (aggregate.missing == 0 && type != '|') {
            return aggregate.reply();
        }
        if (aggregate.missing > 0) {
            if (open.size() == limits.maxDepth()) {
                throw new ProtocolException("replies lie deeper in each other than " + limits.maxDepth());
            }
            open.push(aggregate);
        }
        return null;
    }

    /** Puts a value where it belongs; the whole reply when it was the last part of it. */
    private Reply close(Reply value) {
        Reply part = value;
        while (!open.isEmpty()) {
            Aggregate aggregate = open.peek();
            aggregate.elements.add(part);
            if (--aggregate.missing > 0) {
                return null;
            }
            open.pop();
            if (aggregate.type == '|') {
                return null;
            }
            part = aggregate.reply();
        }
        return part;
    }

    private Reply bulk() {
        if (written - read < bulkLength + 2) {
            return null;
        }
        int from = read;
        int end = read + bulkLength;
        if (buffer[end] != '\r' || buffer[end + 1] != '\n') {
            throw new ProtocolException("a bulk reply does not end where it should");
        }
        read = end + 2;
        bulkLength = NO_BULK;
        return switch (bulkType) {
            case '=' -> verbatim(from, end);
            case '!' -> new Reply.Failure(latin(from, end));
            default -> new Reply.Bulk(Arrays.copyOfRange(buffer, from, end));
        };
    }

    private Reply verbatim(int from, int end) {
        if (end - from < 4 || buffer[from + 3] != ':') {
            throw new ProtocolException("a verbatim reply without a format");
        }
        return new Reply.Verbatim(
                latin(from, from + 3), new String(buffer, from + 4, end - from - 4, StandardCharsets.UTF_8));
    }

    private Reply simple(int from, int end) {
        boolean ok = end - from == 2 && buffer[from] == 'O' && buffer[from + 1] == 'K';
        return ok ? OK : new Reply.Simple(latin(from, end));
    }

    private long number(int from, int end) {
        int first = end > from && buffer[from] == '+' ? from + 1 : from;
        if (!DecimalLong.is(buffer, first, end - first)) {
            throw new ProtocolException("not a number: '" + latin(from, end) + "'");
        }
        return DecimalLong.parse(buffer, first, end - first);
    }

    /** A length or a count; {@link #NO_BULK} where there is no value. */
    private int announced(char type, int from, int end, int most) {
        long announced = number(from, end);
        int least = type == '$' || type == '*' ? NO_BULK : 0;
        if (announced < least || announced > most) {
            throw new ProtocolException("a reply of length " + announced + ", not from 0 to " + most);
        }
        return (int) announced;
    }

    private boolean bool(int from, int end) {
        if (end - from != 1 || buffer[from] != 't' && buffer[from] != 'f') {
            throw new ProtocolException("neither true nor false: '" + latin(from, end) + "'");
        }
        return buffer[from] == 't';
    }

    private static double real(String text) {
        try {
            return switch (text) {
                case "inf", "+inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                case "nan", "-nan" -> Double.NaN;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            throw new ProtocolException("not a number: '" + text + "'");
        }
    }

    private String latin(int from, int end) {
        return new String(buffer, from, end - from, StandardCharsets.ISO_8859_1);
    }

    /** The index of the line's carriage return once the line feed behind it has come, else -1. */
    private int lineEnd() {
        for (int at = Math.max(read, searched); at < written; at++) {
            if (buffer[at] == '\r') {
                refuseLongLine(at);
                searched = at;
                if (at + 1 < written && buffer[at + 1] != '\n') {
                    throw new ProtocolException("a reply line without a line feed");
                }
                return at + 1 < written ? at : -1;
            }
        }
        refuseLongLine(written);
        searched = written;
        return -1;
    }

    private void refuseLongLine(int end) {
        if (end - read > limits.maxLineLength()) {
            throw new ProtocolException("a reply line of more than " + limits.maxLineLength());
        }
    }

    private void makeRoom(int length) {
        if (read == written) {
            read = 0;
            written = 0;
            searched = 0;
            if (buffer.length > RETAINED_CAPACITY && length <= INITIAL_CAPACITY) {
                buffer = new byte[INITIAL_CAPACITY];
            }
        }
        if (buffer.length - written < length) {
            compact(length);
        }
    }

    /** Moves what is unread to the front, of a larger array where it fills most of this one: so it moves rarely. */
    private void compact(int length) {
        int unread = written - read;
        long needed = (long) unread + length;
        byte[] roomy = buffer;
        if (needed > buffer.length / 2) {
            if (needed > LARGEST_ARRAY) {
                throw new ProtocolException("a reply larger than " + LARGEST_ARRAY);
            }
            roomy = new byte[(int) Math.min(LARGEST_ARRAY, 2 * needed)];
        }
        System.arraycopy(buffer, read, roomy, 0, unread);
        buffer = roomy;
        searched = Math.max(0, searched - read);
        read = 0;
        written = unread;
    }

    /** An array, set, map, push or attribute whose elements have not all come. */
    private static final class Aggregate {
        final char type;
        final List<Reply> elements = new ArrayList<>();
        long missing;

        Aggregate(char type, long missing) {
            this.type = type;
            this.missing = missing;
        }

        Reply reply() {
            List<Reply> whole = Collections.unmodifiableList(elements);
            return switch (type) {
                case '~' -> new Reply.Members(whole);
                case '>' -> new Reply.Push(whole);
                case '%' -> new Reply.Pairs(whole);
                default -> new Reply.Array(whole);
            };
        }
    }
}
