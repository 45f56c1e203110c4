package io.buddykv.node.replication;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What waits because a body of its range is larger than a frame: the parts of such bodies go out range by range in turn,
 * between the frames of all others (R1), and what follows a large body in its range waits behind it. Guarded by its link.
 */
final class LargeBodies {
    /** Writes one frame with {@code length} octets of the body from {@code from} on. */
    @FunctionalInterface
    interface Writer {
        void write(Waiting waiting, int from, int length, boolean last);
    }

    /**
     * One frame, or several of one body.
     *
     * @param mark as in {@link InFlight}
     * @param body of which the first {@code length} octets count; nobody writes to it any more
     */
    record Waiting(
            FrameType type, CopyProgress copy, long primarySince, long sequence, long mark, byte[] body, int length) {}

    private static final class Line {
        private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
        private int sentOfFirst;
    }

    private final Map<Integer, Line> lines = new LinkedHashMap<>();
    private int bytes;

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Octets of the bodies that wait. */
    int bytes() {
        return bytes;
    }

    /** Whether frames of this range have to wait behind others. */
    boolean holds(int range) {
        return lines.containsKey(range);
    }

    /** Adds a frame, or a body of several, behind what waits of its range. */
    void add(Waiting waiting) {
        lines.computeIfAbsent(waiting.copy().range.index(), range -> new Line())
                .waiting
                .add(waiting);
        bytes += waiting.length();
    }

    /** Another stream of the range begins: what waits belongs to none. Returns how many chunks are never sent. */
    int forget(int range) {
        Line line = lines.remove(range);
        if (line == null) {
            return 0;
        }
        int chunks = 0;
        bytes += line.sentOfFirst;
        for (Waiting waiting : line.waiting) {
            bytes -= waiting.length();
            chunks += waiting.mark() == InFlight.CHUNK ? 1 : 0;
        }
        return chunks;
    }

    void clear() {
        lines.clear();
        bytes = 0;
    }

    /** Writes one frame of every range that waits, each of at most {@code maxBytes} of its body. */
    void writeTurn(int maxBytes, Writer writer) {
        Iterator<Line> each = lines.values().iterator();
        while (each.hasNext()) {
            Line line = each.next();
            Waiting first = line.waiting.peek();
            int length = Math.min(maxBytes, first.length() - line.sentOfFirst);
            boolean last = line.sentOfFirst + length == first.length();
            writer.write(first, line.sentOfFirst, length, last);
            bytes -= length;
            line.sentOfFirst += length;
            if (last) {
                line.waiting.remove();
                line.sentOfFirst = 0;
                if (line.waiting.isEmpty()) {
                    each.remove();
                }
            }
        }
    }
}
