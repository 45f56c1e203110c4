package io.buddykv.node.log;

/**
 * The last records of one range, as long as they fit into a ring of octets: what a copy that was away for a moment gets
 * instead of the whole range. Guarded by the range's lock.
 */
public final class RecordBacklog {
    /** Octets kept for one range. */
    static final int CAPACITY_BYTES = 32 * 1024;

    private static final int HEADER_BYTES = 4;
    private static final int INITIAL_BYTES = 1024;

    private byte[] ring = new byte[0];
    private int start;
    private int used;
    private long firstSequence = 1;
    private long lastSequence;

    /** Keeps a record; the oldest ones make room. One that cannot fit leaves the backlog empty. */
    public void add(long sequence, byte[] body, int offset, int length) {
        if (sequence != lastSequence + 1) {
            reset(sequence - 1);
        }
        lastSequence = sequence;
        int needed = HEADER_BYTES + length;
        if (needed > CAPACITY_BYTES) {
            start = 0;
            used = 0;
            firstSequence = sequence + 1;
            return;
        }
        grow(needed);
        while (ring.length - used < needed) {
            int oldest = HEADER_BYTES + length(start);
            start = wrap(start + oldest);
            used -= oldest;
            firstSequence++;
        }
        int at = wrap(start + used);
        for (int i = 0; i < HEADER_BYTES; i++) {
            ring[wrap(at + i)] = (byte) (length >>> (24 - 8 * i));
        }
        copyIn(wrap(at + HEADER_BYTES), body, offset, length);
        used += needed;
    }

    /** Forgets everything; the next record will be {@code sequence + 1}. */
    public void reset(long sequence) {
        start = 0;
        used = 0;
        firstSequence = sequence + 1;
        lastSequence = sequence;
    }

    /** Whether every record behind {@code sequence} is still here. */
    public boolean reaches(long sequence) {
        return sequence >= firstSequence - 1 && sequence <= lastSequence;
    }

    /** Gives every record behind {@code sequence}, oldest first. */
    public void replay(long sequence, RecordConsumer consumer) {
        int at = start;
        for (long current = firstSequence; current <= lastSequence; current++) {
            int length = length(at);
            if (current > sequence) {
                byte[] body = new byte[length];
                copyOut(wrap(at + HEADER_BYTES), body);
                consumer.accept(current, body);
            }
            at = wrap(at + HEADER_BYTES + length);
        }
    }

    private int length(int at) {
        int value = 0;
        for (int i = 0; i < HEADER_BYTES; i++) {
            value = value << 8 | ring[wrap(at + i)] & 0xff;
        }
        return value;
    }

    private void grow(int needed) {
        if (ring.length - used >= needed || ring.length == CAPACITY_BYTES) {
            return;
        }
        int capacity = Math.max(INITIAL_BYTES, ring.length);
        while (capacity - used < needed && capacity < CAPACITY_BYTES) {
            capacity *= 2;
        }
        byte[] larger = new byte[capacity];
        int head = Math.min(used, ring.length - start);
        System.arraycopy(ring, start, larger, 0, head);
        System.arraycopy(ring, 0, larger, head, used - head);
        ring = larger;
        start = 0;
    }

    private void copyIn(int at, byte[] source, int offset, int length) {
        int head = Math.min(length, ring.length - at);
        System.arraycopy(source, offset, ring, at, head);
        System.arraycopy(source, offset + head, ring, 0, length - head);
    }

    private void copyOut(int at, byte[] target) {
        int head = Math.min(target.length, ring.length - at);
        System.arraycopy(ring, at, target, 0, head);
        System.arraycopy(ring, 0, target, head, target.length - head);
    }

    private int wrap(int index) {
        return ring.length == 0 ? 0 : index & (ring.length - 1);
    }

    /** Receives replayed records. */
    public interface RecordConsumer {
        void accept(long sequence, byte[] body);
    }
}
