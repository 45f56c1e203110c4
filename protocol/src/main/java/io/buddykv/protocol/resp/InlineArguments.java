package io.buddykv.protocol.resp;

/**
 * Splits the line of an inline request as Redis' {@code sdssplitargs} does: words parted by white space, double quotes
 * with escapes (<code>\n \r \t \b \a \xHH</code>, any other octet as it is), single quotes in which only
 * <code>\'</code> is one. The word ends where a quote is closed, and white space must follow. A zero octet ends the
 * line. Unquoted text is never longer than the quoted, so it is written in place.
 */
final class InlineArguments {
    private final byte[] line;
    private final int end;
    private int at;
    private int written;

    private InlineArguments(byte[] line, int from, int end) {
        this.line = line;
        this.at = from;
        this.end = lineEnd(line, from, end);
    }

    static void split(byte[] line, int from, int end, Request into) {
        InlineArguments arguments = new InlineArguments(line, from, end);
        while (arguments.skipSpace()) {
            int start = arguments.at;
            arguments.word();
            into.add(start - from, arguments.written - start);
        }
    }

    private static int lineEnd(byte[] line, int from, int end) {
        for (int i = from; i < end; i++) {
            if (line[i] == 0) {
                return i;
            }
        }
        return end;
    }

    private boolean skipSpace() {
        while (at < end && isSpace(line[at])) {
            at++;
        }
        return at < end;
    }

    private void word() {
        written = at;
        while (at < end && !endsWord(line[at])) {
            byte octet = line[at++];
            if (octet == '"' || octet == '\'') {
                quoted(octet);
                return;
            }
            line[written++] = octet;
        }
    }

    private void quoted(byte quote) {
        while (at < end && line[at] != quote) {
            if (line[at] == '\\' && at + 1 < end && (quote == '"' || line[at + 1] == quote)) {
                escaped(quote);
            } else {
                line[written++] = line[at++];
            }
        }
        if (at == end || at + 1 < end && !isSpace(line[at + 1])) {
            throw new ProtocolException("unbalanced quotes in request");
        }
        at++;
    }

    private void escaped(byte quote) {
        if (quote == '"' && at + 3 < end && line[at + 1] == 'x' && hex(line[at + 2]) >= 0 && hex(line[at + 3]) >= 0) {
            line[written++] = (byte) (hex(line[at + 2]) << 4 | hex(line[at + 3]));
            at += 4;
        } else {
            line[written++] = quote == '"' ? control(line[at + 1]) : line[at + 1];
            at += 2;
        }
    }

    private static int hex(byte digit) {
        return Character.digit(digit, 16);
    }

    private static byte control(byte octet) {
        return switch (octet) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> octet;
        };
    }

    /** White space as C's {@code isspace} sees it. */
    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet >= '\t' && octet <= '\r';
    }

    /** Not all white space ends a word: vertical tabs and form feeds belong to it. */
    private static boolean endsWord(byte octet) {
        return octet == ' ' || octet == '\t' || octet == '\n' || octet == '\r';
    }
}
