package io.buddykv.node.log;

import java.util.Arrays;

/**
 * Entries that wait for being written. Guarded by itself; positions count the octets of all entries ever added.
 */
final class PendingEntries {
    private static final int INITIAL_BYTES = 64 * 1024;
    private static final int KEPT_BYTES = 4 * 1024 * 1024;

    private final Steps steps = new Steps();
    private byte[] bytes = new byte[INITIAL_BYTES];
    private byte[] spare = new byte[INITIAL_BYTES];
    private int length;
    private long position;
    private boolean discarding;

    synchronized long add(int kind, int range, long tenure, long sequence, byte[] body, int offset, int bodyLength) {
        if (discarding) {
            return discarded(range, bodyLength);
        }
        reserve(bodyLength);
        Entry.writeHeader(bytes, length, kind, range, steps.next(range), tenure, sequence, bodyLength);
        System.arraycopy(body, offset, bytes, length + Entry.HEADER_BYTES, bodyLength);
        return added(bodyLength);
    }

    /** An entry whose body is a history, behind an octet where {@code flag} is not negative. */
    synchronized long add(int kind, int range, long sequence, int flag, EpochHistory history) {
        int bodyLength = history.octets() + (flag < 0 ? 0 : 1);
        if (discarding) {
            return discarded(range, bodyLength);
        }
        reserve(bodyLength);
        Entry.writeHeader(bytes, length, kind, range, steps.next(range), history.latest(), sequence, bodyLength);
        int at = length + Entry.HEADER_BYTES;
        if (flag >= 0) {
            bytes[at++] = (byte) flag;
        }
        history.write(bytes, at);
        return added(bodyLength);
    }

    /** Goes on from these steps. */
    synchronized void startAt(Steps recovered) {
        steps.become(recovered);
    }

    synchronized int lastStep(int range) {
        return steps.last(range);
    }

    synchronized int length() {
        return length;
    }

    synchronized long position() {
        return position;
    }

    /** Everything that waits is the caller's from now on; the batch before this one is given back. */
    synchronized void take(Batch batch) {
        byte[] taken = bytes;
        bytes = spare;
        batch.bytes = taken;
        batch.length = length;
        batch.end = position;
        batch.written = 0;
        length = 0;
        spare = null;
    }

    synchronized void giveBack(Batch batch) {
        spare = batch.bytes.length > KEPT_BYTES ? new byte[INITIAL_BYTES] : batch.bytes;
        batch.bytes = null;
    }

    /** Nothing will be written any more: what is added from now on is only counted. */
    synchronized void discard() {
        discarding = true;
        bytes = new byte[0];
        length = 0;
    }

    private long discarded(int range, int bodyLength) {
        steps.next(range);
        position += Entry.HEADER_BYTES + bodyLength;
        return position;
    }

    private long added(int bodyLength) {
        int added = Entry.HEADER_BYTES + bodyLength;
        length += added;
        position += added;
        return position;
    }

    private void reserve(int bodyLength) {
        long wanted = (long) length + Entry.HEADER_BYTES + bodyLength;
        if (wanted > bytes.length) {
            if (wanted > Integer.MAX_VALUE - 16) {
                throw new IllegalStateException("more than 2 GiB wait for being logged");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16, wanted + (wanted >> 1)));
        }
    }

    /** Entries that are being written. */
    static final class Batch {
        private byte[] bytes;
        private int length;
        private long end;
        private int written;

        byte[] bytes() {
            return bytes;
        }

        int length() {
            return length;
        }

        /** The position behind the last entry. */
        long end() {
            return end;
        }

        /** So much of it is in the log. */
        int written() {
            return written;
        }

        void written(int octets) {
            written = octets;
        }
    }
}
