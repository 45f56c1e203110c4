package io.buddykv.node.local;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Finds the ends of the replies to GET and SET in a stream, without looking at values: what a load generator needs, at
 * the least cost.
 */
final class ReplyScanner {
    enum Found {
        NOTHING_YET,
        ANSWER,
        ERROR
    }

    private static final int LINE_LIMIT = 16 * 1024;

    private final StringBuilder line = new StringBuilder();
    private long skip;
    private boolean lineComplete;

    /** Takes one reply, or what has come of it, out of {@code in}. */
    Found next(ByteBuffer in) {
        if (skip == 0 && !readLine(in)) {
            return Found.NOTHING_YET;
        }
        if (skip == 0 && line.charAt(0) == '$') {
            long length = Long.parseLong(line, 1, line.length(), 10);
            skip = length < 0 ? 0 : length + 2;
        }
        int taken = (int) Math.min(skip, in.remaining());
        in.position(in.position() + taken);
        skip -= taken;
        if (skip > 0) {
            return Found.NOTHING_YET;
        }
        return line.charAt(0) == '-' ? Found.ERROR : Found.ANSWER;
    }

    /** The text of the error that was found last. */
    String error() {
        return line.substring(1);
    }

    private boolean readLine(ByteBuffer in) {
        if (lineComplete) {
            line.setLength(0);
            lineComplete = false;
        }
        while (in.hasRemaining()) {
            byte octet = in.get();
            if (octet == '\n') {
                if (line.isEmpty() || "+-:$_#,".indexOf(line.charAt(0)) < 0) {
                    throw new IllegalStateException("not the reply of a GET or SET: '" + line + "'");
                }
                lineComplete = true;
                return true;
            }
            if (octet != '\r') {
                line.append((char) (octet & 0xff));
            }
            if (line.length() > LINE_LIMIT) {
                throw new IllegalStateException("a reply line of more than " + LINE_LIMIT + " octets");
            }
        }
        return false;
    }

    /** Forgets a reply of which only a part has come. */
    void reset() {
        line.setLength(0);
        lineComplete = false;
        skip = 0;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
