package io.buddykv.node.port.http;

import java.util.Arrays;
import java.util.List;

/**
 * {@code If-Match} and {@code If-None-Match} of one request (RFC 9110, section 13), as compare-and-set.
 *
 * @param match tags of which the present one must be one; null: not asked
 * @param noneMatch tags of which it must be none; null: not asked
 */
public record Precondition(List<String> match, List<String> noneMatch) {
    public static final Precondition NONE = new Precondition(null, null);

    private static final String ANY = "*";

    /** From the headers' values, null where there is none. */
    public static Precondition of(String ifMatch, String ifNoneMatch) {
        return ifMatch == null && ifNoneMatch == null ? NONE : new Precondition(tags(ifMatch), tags(ifNoneMatch));
    }

    private static List<String> tags(String header) {
        return header == null
                ? null
                : Arrays.stream(header.split(",")).map(String::strip).toList();
    }

    /** @param present the present value's tag; null when there is none */
    public boolean holds(String present) {
        return (match == null || names(match, present)) && (noneMatch == null || !names(noneMatch, present));
    }

    private static boolean names(List<String> tags, String present) {
        return present != null && (tags.contains(ANY) || tags.contains(present));
    }
}
