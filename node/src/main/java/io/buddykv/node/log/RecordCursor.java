package io.buddykv.node.log;

/**
 * A place in a {@link RecordBacklog}, and the record there. Guarded by the range's lock; the record's octets are good
 * until the lock is given back.
 */
public final class RecordCursor {
    /** A larger room is not kept between tellings. */
    private static final int KEPT_ROOM_BYTES = 512;

    /** Where the record behind this one begins, as the backlog counts; not known before the first. */
    long place = -1;

    private long sequence;
    private byte[] octets = {};
    private byte[] room = {};
    private int offset;
    private int length;

    /** @param sequence of the record that the first one follows */
    public RecordCursor(long sequence) {
        this.sequence = sequence;
    }

    public long sequence() {
        return sequence;
    }

    public byte[] octets() {
        return octets;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    byte[] room(int octetsNeeded) {
        if (room.length < octetsNeeded) {
            room = new byte[octetsNeeded];
        }
        return room;
    }

    void reads(byte[] source, int from, int count) {
        octets = source;
        offset = from;
        length = count;
        sequence++;
    }

    /** Lets go of the octets. */
    public void rest() {
        if (room.length > KEPT_ROOM_BYTES) {
            room = new byte[0];
        }
        octets = room;
        length = 0;
    }
}
