package io.buddykv.node.command;

/**
 * A pattern of KEYS and SCAN, matched exactly as Redis' {@code stringmatchlen} does: <code>*</code> any octets,
 * <code>?</code> one, <code>[a-z]</code> and <code>[^a-z]</code> one of a class (octets are signed, an unclosed class ends
 * with the pattern), <code>\</code> the next octet itself. No pattern with an octet in it matches the empty string.
 *
 * <p>Every element but the asterisk takes exactly one octet, so only the last asterisk is ever retried: the cost is at
 * most pattern length times text length, whatever the pattern.
 */
final class GlobPattern {
    private static final int NO_ASTERISK = -1;

    private final byte[] pattern;
    private final int start;
    private final int end;

    /** The pattern lies in {@code bytes} and is not copied. */
    GlobPattern(byte[] bytes, int offset, int length) {
        pattern = bytes;
        start = offset;
        end = offset + length;
    }

    /** Whether this is the one pattern that Redis does not even look at names for: {@code *}. */
    boolean matchesEverything() {
        return end - start == 1 && pattern[start] == '*';
    }

    boolean matches(byte[] text, int offset, int length) {
        if (length == 0) {
            return start == end;
        }
        int textEnd = offset + length;
        int at = offset;
        int next = start;
        int retryPattern = NO_ASTERISK;
        int retryText = 0;
        while (at < textEnd) {
            if (next < end && pattern[next] == '*') {
                next = behindAsterisks(next);
                if (next == end) {
                    return true;
                }
                retryPattern = next;
                retryText = at;
            } else if (next < end && elementMatches(next, text[at])) {
                next = elementEnd(next);
                at++;
            } else if (retryPattern == NO_ASTERISK) {
                return false;
            } else {
                next = retryPattern;
                at = ++retryText;
            }
        }
        return behindAsterisks(next) == end;
    }

    private int behindAsterisks(int from) {
        int at = from;
        while (at < end && pattern[at] == '*') {
            at++;
        }
        return at;
    }

    private boolean elementMatches(int at, byte octet) {
        return switch (pattern[at]) {
            case '?' -> true;
            case '[' -> classMatches(at, octet);
            case '\\' -> pattern[at + 1 < end ? at + 1 : at] == octet;
            default -> pattern[at] == octet;
        };
    }

    private int elementEnd(int at) {
        return switch (pattern[at]) {
            case '[' -> classEnd(at);
            case '\\' -> Math.min(at + 2, end);
            default -> at + 1;
        };
    }

    private boolean classMatches(int bracket, byte octet) {
        boolean negated = bracket + 1 < end && pattern[bracket + 1] == '^';
        int at = negated ? bracket + 2 : bracket + 1;
        boolean matched = false;
        while (at < end && pattern[at] != ']') {
            int width = memberWidth(at);
            matched |= memberMatches(at, width, octet);
            at += width;
        }
        return matched != negated;
    }

    private int classEnd(int bracket) {
        int at = bracket + 1 < end && pattern[bracket + 1] == '^' ? bracket + 2 : bracket + 1;
        while (at < end && pattern[at] != ']') {
            at += memberWidth(at);
        }
        return Math.min(at + 1, end);
    }

    /** One octet, an escaped one (2), or a span such as {@code a-z} (3). */
    private int memberWidth(int at) {
        int left = end - at;
        if (left >= 2 && pattern[at] == '\\') {
            return 2;
        }
        return left >= 3 && pattern[at + 1] == '-' ? 3 : 1;
    }

    private boolean memberMatches(int at, int width, byte octet) {
        return switch (width) {
            case 2 -> pattern[at + 1] == octet;
            case 3 ->
                Math.min(pattern[at], pattern[at + 2]) <= octet && octet <= Math.max(pattern[at], pattern[at + 2]);
            default -> pattern[at] == octet;
        };
    }
}
