package io.buddykv.protocol.resp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The arguments of one command, the command's name first, as slices of one array that this object does not own: they are
 * valid until that array is written again. A connection has one such object and uses it for every command;
 * {@link #detached()} gives a copy that stays.
 */
public final class Request {
    private static final byte[] NOTHING = {};
    private static final int INITIAL_ARGUMENTS = 8;

    /** A request with more arguments than this gives its index back when the next one begins. */
    private static final int RETAINED_ARGUMENTS = 1024;

    private byte[] bytes = NOTHING;
    private int base;
    private int count;

    /** Offset (from base) and length of each argument, in turn; grows with the arguments that really came. */
    private int[] spans = new int[2 * INITIAL_ARGUMENTS];

    /** A request of its own, not backed by any connection. */
    public static Request of(String... arguments) {
        byte[][] encoded = new byte[arguments.length][];
        for (int i = 0; i < arguments.length; i++) {
            encoded[i] = arguments[i].getBytes(StandardCharsets.UTF_8);
        }
        return of(encoded);
    }

    /** A request of its own, not backed by any connection. */
    public static Request of(byte[]... arguments) {
        Request request = new Request();
        int length = 0;
        for (byte[] argument : arguments) {
            length += argument.length;
        }
        request.begin(new byte[length], 0);
        int at = 0;
        for (byte[] argument : arguments) {
            System.arraycopy(argument, 0, request.bytes, at, argument.length);
            request.add(at, argument.length);
            at += argument.length;
        }
        return request;
    }

    /** The array that the arguments lie in. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many arguments there are, the command's name included; 0 for the empty request that is to be skipped. */
    public int count() {
        return count;
    }

    public int offset(int i) {
        return base + spans[2 * i];
    }

    public int length(int i) {
        return spans[2 * i + 1];
    }

    public byte[] copy(int i) {
        return Arrays.copyOfRange(bytes, offset(i), offset(i) + length(i));
    }

    public String string(int i) {
        return new String(bytes, offset(i), length(i), StandardCharsets.UTF_8);
    }

    /** Whether the argument is this word, whatever its case; the word is given in ASCII upper case. */
    public boolean is(int i, String upperCase) {
        int length = length(i);
        if (length != upperCase.length()) {
            return false;
        }
        int at = offset(i);
        for (int n = 0; n < length; n++) {
            if (Ascii.upper(bytes[at + n]) != upperCase.charAt(n)) {
                return false;
            }
        }
        return true;
    }

    public boolean isInteger(int i) {
        return DecimalLong.is(bytes, offset(i), length(i));
    }

    /** The argument as a number, or the error reply that Redis gives when it is none. */
    public long integer(int i) {
        return DecimalLong.parse(bytes, offset(i), length(i));
    }

    /** A deep copy that outlives the array this request lies in; holds the arguments' bytes and no others. */
    public Request detached() {
        return tail(0);
    }

    /** A deep copy of the arguments from {@code first} on: the command that another command is about. */
    public Request tail(int first) {
        int length = 0;
        for (int i = first; i < count; i++) {
            length += length(i);
        }
        Request copy = new Request();
        copy.spans = new int[2 * (count - first)];
        copy.begin(new byte[length], 0);
        int at = 0;
        for (int i = first; i < count; i++) {
            System.arraycopy(bytes, offset(i), copy.bytes, at, length(i));
            copy.add(at, length(i));
            at += length(i);
        }
        return copy;
    }

    /** Makes another request of the arguments from {@code first} on; it lies in the same array as this one. */
    public Request tailInto(int first, Request target) {
        target.begin(bytes, base);
        for (int i = first; i < count; i++) {
            target.add(spans[2 * i], spans[2 * i + 1]);
        }
        return target;
    }

    /** The arguments for people: never more of each than fits a log line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(count, 8); i++) {
            int shown = Math.min(length(i), 64);
            text.append(i == 0 ? "" : " ").append(new String(bytes, offset(i), shown, StandardCharsets.ISO_8859_1));
            text.append(shown < length(i) ? "…" : "");
        }
        return count > 8 ? text + " …(" + count + ")" : text.toString();
    }

    void begin(byte[] buffer, int from) {
        bytes = buffer;
        base = from;
        count = 0;
        if (spans.length > 2 * RETAINED_ARGUMENTS) {
            spans = new int[2 * INITIAL_ARGUMENTS];
        }
    }

    /** The same request goes on, in an array that may have grown and at an index that may have moved. */
    void moved(byte[] buffer, int from) {
        bytes = buffer;
        base = from;
    }

    /** How many arguments fit without growing. */
    int retainedArguments() {
        return spans.length / 2;
    }

    void add(int offsetFromBase, int length) {
        int at = 2 * count;
        if (at == spans.length) {
            spans = Arrays.copyOf(spans, Math.max(2 * INITIAL_ARGUMENTS, 2 * at));
        }
        spans[at] = offsetFromBase;
        spans[at + 1] = length;
        count++;
    }
}
