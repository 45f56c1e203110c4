package io.buddykv.node.log;

/**
 * The last records of one range, as long as they fit into a ring of octets: what a copy that was away for a moment gets
 * instead of the whole range, and what those who watch the range are told from. Guarded by the range's lock.
 */
public final class RecordBacklog {
    /** Octets kept for one range. A power of two. */
    public static final int CAPACITY_BYTES = 32 * 1024;

    /** Octets kept for a range that is watched: what is not acknowledged cannot be told yet. A power of two. */
    public static final int WATCHED_CAPACITY_BYTES = 128 * 1024;

    private static final int HEADER_BYTES = 4;
    private static final int INITIAL_BYTES = 1024;

    private byte[] ring = new byte[0];
    private int capacity = CAPACITY_BYTES;
    private int start;
    private int used;
    /** How many octets have been dropped so far: the place of the oldest one that is kept. */
    private long origin;

    private long firstSequence = 1;
    private long lastSequence;

    /** Keeps a record; the oldest ones make room. One that cannot fit leaves the backlog empty. */
    public void add(long sequence, byte[] body, int offset, int length) {
        if (sequence != lastSequence + 1) {
            reset(sequence - 1);
        }
        lastSequence = sequence;
        int needed = HEADER_BYTES + length;
        if (needed > capacity) {
            drop(used);
            firstSequence = sequence + 1;
            return;
        }
        grow(needed);
        while (ring.length - used < needed) {
            dropOldest();
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
        drop(used);
        firstSequence = sequence + 1;
        lastSequence = sequence;
    }

    /** Keeps up to so many octets from now on, a power of two; what does not fit is dropped at once. */
    public void capacity(int octets) {
        capacity = octets;
        if (ring.length > capacity) {
            while (used > capacity) {
                dropOldest();
            }
            resize(capacity);
        }
    }

    private void dropOldest() {
        drop(HEADER_BYTES + length(start));
        firstSequence++;
    }

    private void drop(int octets) {
        start = wrap(start + octets);
        used -= octets;
        origin += octets;
    }

    /** The last record that was added. */
    public long lastSequence() {
        return lastSequence;
    }

    /** Reads the record behind the cursor's, which must be reached, and moves the cursor there. */
    public void next(RecordCursor cursor) {
        if (cursor.place < origin) {
            cursor.place = placeBehind(cursor.sequence());
        }
        int at = wrap(start + (int) (cursor.place - origin));
        int length = length(at);
        int from = wrap(at + HEADER_BYTES);
        if (from + length <= ring.length) {
            cursor.reads(ring, from, length);
        } else {
            byte[] whole = cursor.room(length);
            copyOut(from, whole, length);
            cursor.reads(whole, 0, length);
        }
        cursor.place += HEADER_BYTES + length;
    }

    private long placeBehind(long sequence) {
        int before = 0;
        for (long current = firstSequence; current <= sequence; current++) {
            before += HEADER_BYTES + length(wrap(start + before));
        }
        return origin + before;
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
                copyOut(wrap(at + HEADER_BYTES), body, length);
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
        if (ring.length - used >= needed || ring.length == capacity) {
            return;
        }
        int larger = Math.max(INITIAL_BYTES, ring.length);
        while (larger - used < needed && larger < capacity) {
            larger *= 2;
        }
        resize(larger);
    }

    private void resize(int octets) {
        byte[] other = new byte[octets];
        copyOut(start, other, used);
        ring = other;
        start = 0;
    }

    private void copyIn(int at, byte[] source, int offset, int length) {
        int head = Math.min(length, ring.length - at);
        System.arraycopy(source, offset, ring, at, head);
        System.arraycopy(source, offset + head, ring, 0, length - head);
    }

    private void copyOut(int at, byte[] target, int length) {
        int head = Math.min(length, ring.length - at);
        System.arraycopy(ring, at, target, 0, head);
        System.arraycopy(ring, 0, target, head, length - head);
    }

    private int wrap(int index) {
        return ring.length == 0 ? 0 : index & (ring.length - 1);
    }

    /** Receives replayed records. */
    public interface RecordConsumer {
        void accept(long sequence, byte[] body);
    }
}
