package io.buddykv.protocol.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * Writes replies in RESP2 or RESP3 into a buffer that can be exchanged, one writer for one connection. A type that RESP2
 * does not have is written as Redis writes it there: a map as a flat array of keys and values, a set and a push as an
 * array, a boolean as an integer, a double, a big number and a verbatim text as a bulk string.
 *
 * <p>Aggregates announce how many elements follow; the caller writes exactly these (for a map, twice as many).
 */
public final class ReplyWriter {
    private static final byte[] OK = ascii("+OK\r\n");
    private static final byte[] QUEUED = ascii("+QUEUED\r\n");
    private static final byte[] PONG = ascii("+PONG\r\n");
    private static final byte[] NIL_2 = ascii("$-1\r\n");
    private static final byte[] NIL_ARRAY_2 = ascii("*-1\r\n");
    private static final byte[] NIL_3 = ascii("_\r\n");
    private static final byte[] TRUE_3 = ascii("#t\r\n");
    private static final byte[] FALSE_3 = ascii("#f\r\n");
    private static final byte[] EMPTY_BULK = ascii("$0\r\n\r\n");

    /** Bulks up to this many octets are put together before they are written, at one go. */
    private static final int SMALL_BULK = 480;

    private static final int CR_LF = '\r' << 8 | '\n';

    private final byte[] scratch = new byte[SMALL_BULK + 32];
    private ByteBuf out;
    private boolean resp3;

    /** Everything from now on goes into this buffer. */
    public ReplyWriter to(ByteBuf buffer) {
        out = buffer;
        return this;
    }

    /** The buffer that is being written. */
    public ByteBuf target() {
        return out;
    }

    /** @param version 2 or 3 */
    public void protocol(int version) {
        if (version != 2 && version != 3) {
            throw new IllegalArgumentException("RESP has the versions 2 and 3, not " + version);
        }
        resp3 = version == 3;
    }

    public int protocol() {
        return resp3 ? 3 : 2;
    }

    public void ok() {
        out.writeBytes(OK);
    }

    public void queued() {
        out.writeBytes(QUEUED);
    }

    public void pong() {
        out.writeBytes(PONG);
    }

    public void simple(String text) {
        line('+', text);
    }

    /** @param text the whole error, its code first, one character for each octet */
    public void error(String text) {
        line('-', text);
    }

    public void error(CommandException refused) {
        line('-', refused.getMessage());
    }

    public void integer(long value) {
        number(':', value);
    }

    /** A bulk string that is the number in decimal. */
    public void bulk(long value) {
        int digits = DecimalWriter.length(value);
        scratch[0] = '$';
        int at = DecimalWriter.write(scratch, 1, digits);
        at = crLf(at);
        at = DecimalWriter.write(scratch, at, value);
        out.writeBytes(scratch, 0, crLf(at));
    }

    public void bulk(byte[] bytes) {
        bulk(bytes, 0, bytes.length);
    }

    public void bulk(byte[] bytes, int offset, int length) {
        if (length > SMALL_BULK) {
            bulkHeader(length);
            out.writeBytes(bytes, offset, length);
            crLf();
            return;
        }
        byte[] small = scratch;
        small[0] = '$';
        int at = crLf(DecimalWriter.write(small, 1, length));
        System.arraycopy(bytes, offset, small, at, length);
        out.writeBytes(small, 0, crLf(at + length));
    }

    /** @param text written in UTF-8 */
    public void bulk(String text) {
        if (text.isEmpty()) {
            out.writeBytes(EMPTY_BULK);
            return;
        }
        bulkHeader(ByteBufUtil.utf8Bytes(text));
        out.writeCharSequence(text, StandardCharsets.UTF_8);
        crLf();
    }

    /** Begins a bulk whose octets follow by {@link #raw}, ended by {@link #crLf}. */
    public void bulkHeader(int length) {
        number('$', length);
    }

    /** Part of a bulk's octets, as they are. */
    public void raw(byte[] bytes, int offset, int length) {
        out.writeBytes(bytes, offset, length);
    }

    /** Ends a bulk begun by {@link #bulkHeader}. */
    public void crLf() {
        out.writeShort(CR_LF);
    }

    /** No value. */
    public void nil() {
        out.writeBytes(resp3 ? NIL_3 : NIL_2);
    }

    /** No array, as an aborted EXEC answers. */
    public void nilArray() {
        out.writeBytes(resp3 ? NIL_3 : NIL_ARRAY_2);
    }

    public void array(int elements) {
        number('*', elements);
    }

    /** @param pairs how many keys, each followed by its value */
    public void map(int pairs) {
        if (resp3) {
            number('%', pairs);
        } else {
            number('*', 2L * pairs);
        }
    }

    public void set(int elements) {
        number(resp3 ? '~' : '*', elements);
    }

    public void push(int elements) {
        number(resp3 ? '>' : '*', elements);
    }

    public void bool(boolean value) {
        if (resp3) {
            out.writeBytes(value ? TRUE_3 : FALSE_3);
        } else {
            integer(value ? 1 : 0);
        }
    }

    public void doubleValue(double value) {
        String text = DoubleText.of(value);
        if (resp3) {
            line(',', text);
        } else {
            bulk(text);
        }
    }

    /** @param digits a whole number in decimal, of any size */
    public void bigNumber(String digits) {
        if (resp3) {
            line('(', digits);
        } else {
            bulk(digits);
        }
    }

    /**
     * A text for people.
     *
     * @param format three characters: {@code txt} or {@code mkd}
     */
    public void verbatim(String format, String text) {
        if (format.length() != 3) {
            throw new IllegalArgumentException("a verbatim format has three characters, not '" + format + "'");
        }
        if (resp3) {
            number('=', 4L + ByteBufUtil.utf8Bytes(text));
            out.writeCharSequence(format, StandardCharsets.US_ASCII);
            out.writeByte(':');
            out.writeCharSequence(text, StandardCharsets.UTF_8);
            crLf();
        } else {
            bulk(text);
        }
    }

    /** A line cannot hold line ends: they become spaces, as in Redis, so that no text can forge a reply. */
    private void line(char type, String text) {
        int length = text.length();
        out.ensureWritable(length + 3);
        out.writeByte(type);
        for (int i = 0; i < length; i++) {
            char octet = text.charAt(i);
            out.writeByte(octet == '\r' || octet == '\n' ? ' ' : octet > 0xff ? '?' : octet);
        }
        crLf();
    }

    private void number(char type, long value) {
        if (value >= 0 && value < 10) {
            out.writeInt(type << 24 | (int) ('0' + value) << 16 | CR_LF);
            return;
        }
        scratch[0] = (byte) type;
        out.writeBytes(scratch, 0, crLf(DecimalWriter.write(scratch, 1, value)));
    }

    private int crLf(int at) {
        scratch[at] = '\r';
        scratch[at + 1] = '\n';
        return at + 2;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
