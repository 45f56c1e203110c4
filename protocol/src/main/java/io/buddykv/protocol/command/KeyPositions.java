package io.buddykv.protocol.command;

import io.buddykv.protocol.resp.Request;
import io.buddykv.topology.Slot;
import java.util.List;

/**
 * Where all keys of a command are: the classic triple of COMMAND. Nothing here allocates.
 *
 * @param first index of the first key; 0 where a command has no keys
 * @param last index of the last key; where negative, counted from the end (-1 is the last argument)
 * @param step the distance from one key to the next
 */
public record KeyPositions(int first, int last, int step) {
    /** Of a command without keys. */
    public static final KeyPositions NONE = new KeyPositions(0, 0, 0);

    /** What {@link #slot} says of a request without keys. */
    public static final int NO_KEYS = -1;

    /** What {@link #slot} says of a request whose keys are of different slots. */
    public static final int CROSS_SLOT = -2;

    static KeyPositions of(List<KeySpec> specs) {
        if (specs.isEmpty()) {
            return NONE;
        }
        KeySpec first = specs.get(0);
        KeySpec last = specs.get(specs.size() - 1);
        return new KeyPositions(
                first.first(), last.last() < 0 ? last.last() : last.first() + last.last(), first.step());
    }

    public boolean isEmpty() {
        return first == 0;
    }

    /** How many keys this request has; the n-th is argument {@code first + n * step}. */
    public int count(Request request) {
        if (first == 0) {
            return 0;
        }
        int end = end(request);
        return end < first ? 0 : (end - first) / step + 1;
    }

    /** The slot that all keys of the request share, or {@link #NO_KEYS}, or {@link #CROSS_SLOT}. */
    public int slot(Request request) {
        if (first == 0 || first >= request.count()) {
            return NO_KEYS;
        }
        int slot = slot(request, first);
        int end = end(request);
        for (int i = first + step; i <= end; i += step) {
            if (slot(request, i) != slot) {
                return CROSS_SLOT;
            }
        }
        return slot;
    }

    private int end(Request request) {
        return Math.min(request.count() - 1, last < 0 ? request.count() + last : last);
    }

    private static int slot(Request request, int i) {
        return Slot.of(request.bytes(), request.offset(i), request.length(i));
    }
}
