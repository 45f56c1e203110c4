package io.buddykv.node.store;

import java.util.Arrays;

/**
 * Finds entries by the hash of their key: extendible hashing over open-addressed segments whose slots are sorted by hash.
 *
 * <p>A segment is a {@code long[]} and covers all hashes with a common prefix of {@code depth} bits; the directory, of
 * {@code 2^globalDepth} references, finds it by the top bits. Element 0 of a segment is its header (capacity, count,
 * depth), the others are slots {@code hash << 32 | address}, 0 when empty. A slot's home is {@code prefix-less hash *
 * capacity >>> 32}: monotone in the hash, for any capacity. Slots are sorted and never wrap around, a short tail behind the
 * last home takes what is displaced there, and the last element is always 0. So the order of the whole index is the order
 * of hashes, whatever its size, which is what makes a cursor that is nothing but a hash good for ever.
 *
 * <p>Insertion shifts the rest of the cluster right, deletion shifts it back: there are no tombstones. A segment grows by a
 * quarter when 27/32 of it are full, up to {@link #MAX_SLOTS}; then it is split in two. So no operation moves more than
 * about that many slots, however large the table, plus, at a doubling of the directory, one reference per segment.
 * (Where many keys have the very same hash, splitting does not help and their segment grows beyond the maximum.)
 */
final class HashIndex {
    static final int MAX_SLOTS = 4096;
    static final long END = 1L << 32;

    /**
     * Of so many slots the entries are looked at together before they are visited: each is somewhere else in memory, and so the processor
     * waits for all of them at once.
     */
    private static final int AHEAD_SLOTS = 16;

    private static final int MIN_SLOTS = 8;
    private static final int TAIL_SLOTS = 7;
    private static final int MAX_DEPTH = 24;
    private static final int ARRAY_HEADER_BYTES = 16;
    private static final long MASK = 0xffffffffL;

    private final MemoryBudget budget;
    private final PageHeap heap;
    private long[][] directory;
    private int globalDepth;
    private int segments;
    private int size;
    private long bytes;
    private long moved;

    HashIndex(MemoryBudget budget, PageHeap heap) {
        this.budget = budget;
        this.heap = heap;
        reset();
    }

    /** The address of the entry with this key, 0 for none. */
    long find(int hash, byte[] key, int offset, int length) {
        long[] segment = directory[directoryIndex(hash)];
        int i = home(segment[0], hash);
        while (true) {
            long slot = segment[i++];
            int found = (int) (slot >>> 32);
            if (found == hash) {
                if (slot == 0) {
                    return 0;
                }
                long address = slot & MASK;
                if (EntryLayout.keyEquals(heap.page(address), PageHeap.offset(address), key, offset, length)) {
                    return address;
                }
            } else if (slot == 0 || Integer.compareUnsigned(found, hash) > 0) {
                return 0;
            }
        }
    }

    /** Adds an entry that is not there yet. */
    void insert(int hash, long address) {
        int at = directoryIndex(hash);
        while (isFull(directory[at][0])) {
            grow(hash);
            at = directoryIndex(hash);
        }
        long[] segment = directory[at];
        int place = home(segment[0], hash);
        while (segment[place] != 0 && Long.compareUnsigned(segment[place] >>> 32, hash & MASK) <= 0) {
            place++;
        }
        int free = place;
        while (segment[free] != 0) {
            free++;
        }
        if (free == segment.length - 1) {
            segment = replace(segment, hash, Arrays.copyOf(segment, segment.length + TAIL_SLOTS + segment.length / 4));
        }
        System.arraycopy(segment, place, segment, place + 1, free - place);
        segment[place] = (long) hash << 32 | address;
        segment[0] = withCount(segment[0], count(segment[0]) + 1);
        moved += free - place + 1;
        size++;
    }

    /** Lets the slot of an entry point elsewhere. */
    void replace(int hash, long from, long to) {
        long[] segment = directory[directoryIndex(hash)];
        segment[slotOf(segment, hash, from)] = (long) hash << 32 | to;
    }

    void remove(int hash, long address) {
        long[] segment = directory[directoryIndex(hash)];
        int place = slotOf(segment, hash, address);
        long header = segment[0];
        int end = place + 1;
        while (segment[end] != 0 && home(header, (int) (segment[end] >>> 32)) < end) {
            end++;
        }
        System.arraycopy(segment, place + 1, segment, place, end - place - 1);
        segment[end - 1] = 0;
        moved += end - place;
        int count = count(header) - 1;
        segment[0] = withCount(header, count);
        size--;
        if (capacity(header) > 2 * MIN_SLOTS && count < capacity(header) / 4) {
            replace(segment, hash, build(segment, 1, segment.length, depth(header), capacityFor(count)));
        }
    }

    /** See {@link RangeTable#scan(long, int, long, EntryVisitor)}. */
    long scan(long cursor, int atLeast, long atLeastBytes, EntryVisitor visitor) {
        int visited = 0;
        long visitedBytes = 0;
        long last = -1;
        long from = cursor;
        int[] entryBytes = new int[AHEAD_SLOTS];
        while (from < END) {
            long[] segment = directory[directoryIndex((int) from)];
            long header = segment[0];
            int ahead = home(header, (int) from);
            for (int i = ahead; i < segment.length; i++) {
                if (i == ahead) {
                    ahead = Math.min(i + AHEAD_SLOTS, segment.length);
                    lookAt(segment, i, ahead, entryBytes);
                }
                long slot = segment[i];
                long hash = slot >>> 32;
                if (slot == 0 || hash < from) {
                    continue;
                }
                if (hash != last && (visited >= atLeast || visitedBytes >= atLeastBytes)) {
                    return hash;
                }
                last = hash;
                long address = slot & MASK;
                visited++;
                visitedBytes += entryBytes[i + AHEAD_SLOTS - ahead];
                visitor.visit(address);
            }
            from = (from >>> 32 - depth(header)) + 1 << 32 - depth(header);
            if (visited >= atLeast || visitedBytes >= atLeastBytes) {
                return from;
            }
        }
        return END;
    }

    private void lookAt(long[] segment, int from, int to, int[] entryBytes) {
        for (int i = from; i < to; i++) {
            entryBytes[i + AHEAD_SLOTS - to] = segment[i] == 0 ? 0 : heap.entryBytes(segment[i] & MASK);
        }
    }

    /** The first entry in the order of hashes at or after a cursor, 0 for none. */
    long first(long cursor) {
        long from = cursor;
        while (from < END) {
            long[] segment = directory[directoryIndex((int) from)];
            for (int i = home(segment[0], (int) from); i < segment.length; i++) {
                if (segment[i] != 0 && segment[i] >>> 32 >= from) {
                    return segment[i] & MASK;
                }
            }
            int depth = depth(segment[0]);
            from = (from >>> 32 - depth) + 1 << 32 - depth;
        }
        return 0;
    }

    int size() {
        return size;
    }

    long bytes() {
        return bytes;
    }

    /** What the next {@link #insert} of this hash would charge to the budget. */
    long chargeFor(int hash) {
        long header = directory[directoryIndex(hash)][0];
        if (!isFull(header)) {
            return 0;
        }
        return capacity(header) < MAX_SLOTS ? 2L * capacity(header) + 64 : 8L * MAX_SLOTS + 4L * directory.length;
    }

    /** Slots moved so far: the measure of the work done. */
    long moved() {
        return moved;
    }

    /** Charges everything back; the index is to be dropped or {@link #clear}ed. */
    void release() {
        budget.charge(-bytes);
        bytes = 0;
    }

    void clear() {
        release();
        reset();
    }

    private void reset() {
        long[] segment = new long[1 + MIN_SLOTS + TAIL_SLOTS];
        segment[0] = header(MIN_SLOTS, 0, 0);
        directory = new long[][] {segment};
        globalDepth = 0;
        segments = 1;
        size = 0;
        charge(arrayBytes(segment) + directoryBytes());
    }

    private int directoryIndex(int hash) {
        return (int) ((hash & MASK) >>> 32 - globalDepth);
    }

    private static int home(long header, int hash) {
        return 1 + (int) (((hash << (int) header) & MASK) * (header >>> 32) >>> 32);
    }

    private int slotOf(long[] segment, int hash, long address) {
        long wanted = (long) hash << 32 | address;
        int i = home(segment[0], hash);
        while (segment[i] != wanted) {
            if (segment[i++] == 0) {
                throw new IllegalStateException("an entry is not in the index");
            }
        }
        return i;
    }

    private void grow(int hash) {
        long[] segment = directory[directoryIndex(hash)];
        long header = segment[0];
        int capacity = capacity(header);
        int depth = depth(header);
        boolean splittable = depth < globalDepth || depth < MAX_DEPTH && directory.length <= 4 * segments;
        if (capacity >= MAX_SLOTS && splittable) {
            split(segment, hash, depth);
        } else {
            int wanted = capacity + capacity / 4;
            replace(segment, hash, build(segment, 1, segment.length, depth, wanted));
        }
    }

    private void split(long[] segment, int hash, int depth) {
        if (depth == globalDepth) {
            doubleDirectory();
        }
        int upperBit = 0x80000000 >>> depth;
        int middle = 1;
        int lower = 0;
        for (int i = 1; i < segment.length; i++) {
            if (segment[i] != 0 && ((int) (segment[i] >>> 32) & upperBit) == 0) {
                middle = i + 1;
                lower++;
            }
        }
        int upper = count(segment[0]) - lower;
        int start = directoryStart(hash, depth);
        int half = 1 << globalDepth - depth - 1;
        install(start, half, build(segment, 1, middle, depth + 1, capacityFor(lower)));
        install(start + half, half, build(segment, middle, segment.length, depth + 1, capacityFor(upper)));
        charge(-arrayBytes(segment));
        segments++;
    }

    private void doubleDirectory() {
        long[][] doubled = new long[directory.length * 2][];
        for (int i = 0; i < doubled.length; i++) {
            doubled[i] = directory[i >>> 1];
        }
        charge(-directoryBytes());
        directory = doubled;
        globalDepth++;
        charge(directoryBytes());
        moved += doubled.length;
    }

    /** A segment of the slots of another one in [from, to); the order is kept, so one pass suffices. */
    private long[] build(long[] source, int from, int to, int depth, int capacity) {
        long[] target = new long[1 + capacity + TAIL_SLOTS];
        target[0] = header(capacity, 0, depth);
        int next = 1;
        int count = 0;
        for (int i = from; i < to; i++) {
            long slot = source[i];
            if (slot == 0) {
                continue;
            }
            next = Math.max(next, home(target[0], (int) (slot >>> 32)));
            if (next >= target.length - 1) {
                target = Arrays.copyOf(target, next + (to - i) + TAIL_SLOTS + 1);
            }
            target[next++] = slot;
            count++;
        }
        target[0] = withCount(target[0], count);
        moved += count;
        return target;
    }

    private long[] replace(long[] old, int hash, long[] segment) {
        int depth = depth(segment[0]);
        charge(-arrayBytes(old));
        install(directoryStart(hash, depth), 1 << globalDepth - depth, segment);
        return segment;
    }

    private void install(int start, int length, long[] segment) {
        Arrays.fill(directory, start, start + length, segment);
        charge(arrayBytes(segment));
    }

    private int directoryStart(int hash, int depth) {
        return (int) ((hash & MASK) >>> 32 - depth) << globalDepth - depth;
    }

    private void charge(long charged) {
        bytes += charged;
        budget.charge(charged);
    }

    private long directoryBytes() {
        return ARRAY_HEADER_BYTES + 4L * directory.length;
    }

    private static long arrayBytes(long[] segment) {
        return ARRAY_HEADER_BYTES + 8L * segment.length;
    }

    private static int capacityFor(int count) {
        return Math.max(MIN_SLOTS, count + count / 2);
    }

    private static boolean isFull(long header) {
        return count(header) >= capacity(header) * 27L / 32;
    }

    private static long header(int capacity, int count, int depth) {
        return (long) capacity << 32 | (long) count << 5 | depth;
    }

    private static long withCount(long header, int count) {
        return header(capacity(header), count, depth(header));
    }

    private static int capacity(long header) {
        return (int) (header >>> 32);
    }

    private static int count(long header) {
        return (int) header >>> 5;
    }

    private static int depth(long header) {
        return (int) header & 31;
    }
}
