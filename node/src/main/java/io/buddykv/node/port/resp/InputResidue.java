package io.buddykv.node.port.resp;

import io.netty.buffer.ByteBuf;

/**
 * Octets of one connection that have arrived and are not executed yet: the beginning of a request, or whole ones that wait
 * for their turn. The array grows with what has really arrived, in large steps towards what has been announced, and is given
 * back when all of it is used up, so that an idle connection keeps nothing.
 */
final class InputResidue {
    private static final byte[] NOTHING = {};
    private static final int MIN_BYTES = 256;
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    /** Of what is announced no more is believed than so many times what has arrived. */
    private static final int BELIEVED = 8;

    private final ClientMemory memory;
    private byte[] bytes = NOTHING;
    private int start;
    private int end;
    private long announced;

    InputResidue(ClientMemory memory) {
        this.memory = memory;
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    int size() {
        return end - start;
    }

    boolean isEmpty() {
        return start == end;
    }

    /** Keeps octets; false when the memory of all connections is used up. */
    boolean append(byte[] source, int from, int to) {
        if (!ensureRoom(to - from)) {
            return false;
        }
        System.arraycopy(source, from, bytes, end, to - from);
        end += to - from;
        return true;
    }

    /** The same for everything readable in {@code source}. */
    boolean append(ByteBuf source) {
        int length = source.readableBytes();
        if (!ensureRoom(length)) {
            return false;
        }
        source.readBytes(bytes, end, length);
        end += length;
        return true;
    }

    /** So much is to come in all, if what the client says is true; 0 for not known. */
    void announced(long octets) {
        announced = octets;
    }

    /** Everything before {@code index} has been executed. */
    void consumedTo(int index) {
        start = index;
        if (start == end) {
            clear();
        }
    }

    /** Moves everything to the beginning of {@code target}; returns how much that was. */
    int moveTo(byte[] target) {
        int size = size();
        System.arraycopy(bytes, start, target, 0, size);
        clear();
        return size;
    }

    void clear() {
        memory.release(bytes.length);
        bytes = NOTHING;
        start = 0;
        end = 0;
        announced = 0;
    }

    private boolean ensureRoom(int length) {
        if (bytes.length - end >= length) {
            return true;
        }
        int size = size();
        if (bytes.length - size >= length && size <= bytes.length / 2) {
            System.arraycopy(bytes, start, bytes, 0, size);
        } else {
            int needed = Math.addExact(size, length);
            int capacity = reserved(needed);
            if (capacity == 0) {
                return false;
            }
            byte[] larger = new byte[capacity];
            System.arraycopy(bytes, start, larger, 0, size);
            memory.release(bytes.length);
            bytes = larger;
        }
        start = 0;
        end = size;
        return true;
    }

    /** The size of the next array, taken from the memory of all connections; 0 when that is used up. */
    private int reserved(int needed) {
        int room = (int) Math.min(MOST_BYTES, Math.max(MIN_BYTES, needed + (long) needed / 2));
        int believed = (int) Math.min(Math.min(MOST_BYTES, announced), (long) needed * BELIEVED);
        if (believed > room && memory.reserve(believed)) {
            return believed;
        }
        return memory.reserve(room) ? room : 0;
    }
}
