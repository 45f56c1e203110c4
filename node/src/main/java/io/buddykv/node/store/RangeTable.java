package io.buddykv.node.store;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The entries of one key range: {@link HashIndex} over {@link PageHeap}, no object per key. Not thread-safe: everything
 * happens under the range's lock.
 *
 * <p><b>Entries</b> are named by a {@code long} from {@link #find}, a scan or a mutation, {@link #NONE} for none. It is
 * good until the next mutation of the table, whichever key that concerns. Slices given to mutations are copied and must
 * not lie in the table itself.
 *
 * <p><b>Sequences</b>: every mutation names the record it belongs to. An entry knows the last one that wrote it; for keys
 * that are absent, {@link #lastDeletionSequence} gives an upper bound.
 *
 * <p><b>Work</b> of one mutation is bounded, however large the table: at most one index segment of
 * {@value HashIndex#MAX_SLOTS} slots is rebuilt, and compaction goes through 2 KiB plus eight times what the mutation
 * before it freed. Memory taken beyond what entries need: up to a fifth of the pages, and a sixth to a third of the index.
 *
 * <p><b>Limits</b>: keys below 256 MiB, values up to 1 GiB, 512 Ki pages, that is 32 GiB of small entries. The table
 * itself refuses nothing for lack of memory; {@link Keyspace} does, before anything is applied.
 */
public final class RangeTable {
    public static final long NONE = 0;
    /** The cursor behind the last entry. */
    public static final long END = HashIndex.END;
    /** Type of entries whose value is a string of bytes; types are 0 to 6. */
    public static final int STRING = 0;
    /** Type of entries that keep the answer to a request for the case that it comes again; no key of any client. */
    public static final int ANSWER = 1;

    static final long NO_GROWTH = -1;
    private static final int WORST_CHARGE_BYTES = 256 * 1024;

    private final MemoryBudget budget;
    private final Hasher hasher;
    private final PageHeap heap;
    private final HashIndex index;
    private final Compactor compactor;
    private DeletionFilter deletions = new DeletionFilter();
    private int nowSeconds;
    private int volatileCount;
    private int answers;
    private int diedBytes;
    private long highestSequence;

    /** Tables with the same hasher have the same order, so that cursors of one are good for the others. */
    public RangeTable(MemoryBudget budget, Hasher hasher) {
        this.budget = budget;
        this.hasher = hasher;
        heap = new PageHeap(budget);
        index = new HashIndex(budget, heap);
        compactor = new Compactor(heap, index, hasher);
    }

    /** What entries written or touched from now on get as their last access. */
    public void nowSeconds(int seconds) {
        nowSeconds = seconds;
    }

    public long find(byte[] key, int offset, int length) {
        return index.find(hasher.hash(key, offset, length), key, offset, length);
    }

    public int keyLength(long entry) {
        return EntryLayout.keyLength(heap.page(entry), PageHeap.offset(entry));
    }

    public void copyKey(long entry, byte[] target, int offset) {
        byte[] page = heap.page(entry);
        int at = PageHeap.offset(entry);
        System.arraycopy(page, EntryLayout.keyAt(page, at), target, offset, EntryLayout.keyLength(page, at));
    }

    public byte[] key(long entry) {
        byte[] key = new byte[keyLength(entry)];
        copyKey(entry, key, 0);
        return key;
    }

    public void writeKey(long entry, ByteBuf target) {
        byte[] page = heap.page(entry);
        int at = PageHeap.offset(entry);
        target.writeBytes(page, EntryLayout.keyAt(page, at), EntryLayout.keyLength(page, at));
    }

    public int valueLength(long entry) {
        return EntryLayout.valueLength(heap.page(entry), PageHeap.offset(entry));
    }

    public byte valueByteAt(long entry, int position) {
        byte[] page = heap.page(entry);
        return page[EntryLayout.valueAt(page, PageHeap.offset(entry)) + position];
    }

    public void copyValue(long entry, int from, byte[] target, int offset, int length) {
        byte[] page = heap.page(entry);
        int at = PageHeap.offset(entry);
        checkValueRange(page, at, from, length);
        System.arraycopy(page, EntryLayout.valueAt(page, at) + from, target, offset, length);
    }

    public byte[] value(long entry) {
        byte[] value = new byte[valueLength(entry)];
        copyValue(entry, 0, value, 0, value.length);
        return value;
    }

    public void writeValue(long entry, int from, int length, ByteBuf target) {
        byte[] page = heap.page(entry);
        int at = PageHeap.offset(entry);
        checkValueRange(page, at, from, length);
        target.writeBytes(page, EntryLayout.valueAt(page, at) + from, length);
    }

    public boolean valueEquals(long entry, byte[] bytes, int offset, int length) {
        byte[] page = heap.page(entry);
        int at = PageHeap.offset(entry);
        int from = EntryLayout.valueAt(page, at);
        return Arrays.equals(page, from, from + EntryLayout.valueLength(page, at), bytes, offset, offset + length);
    }

    /** Absolute milliseconds, 0 for none. */
    public long expireAt(long entry) {
        return EntryLayout.expireAt(heap.page(entry), PageHeap.offset(entry));
    }

    public long sequence(long entry) {
        return EntryLayout.sequence(heap.page(entry), PageHeap.offset(entry));
    }

    public int type(long entry) {
        return EntryLayout.type(heap.page(entry), PageHeap.offset(entry));
    }

    /** Seconds since the entry was written or touched. */
    public int idleSeconds(long entry) {
        return Math.max(0, nowSeconds - EntryLayout.accessSeconds(heap.page(entry), PageHeap.offset(entry)));
    }

    public void touch(long entry) {
        byte[] page = heap.page(entry);
        int at = PageHeap.offset(entry);
        if (EntryLayout.accessSeconds(page, at) != nowSeconds) {
            EntryLayout.accessSeconds(page, at, nowSeconds);
        }
    }

    /** Bytes that this entry takes, its share of the index included. */
    public int entryBytes(long entry) {
        return heap.entryBytes(entry) + 12;
    }

    /** Adds or overwrites; in place where the entry's size allows. Returns the entry. */
    public long put(
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength,
            long expireAt,
            int type,
            long sequence) {
        begin(sequence);
        checkEntry(keyLength, valueLength, expireAt, type);
        int hash = hasher.hash(key, keyOffset, keyLength);
        long old = index.find(hash, key, keyOffset, keyLength);
        int bytes = EntryLayout.bytes(keyLength, valueLength, expireAt != 0);
        long entry = old != NONE && heap.entryBytes(old) == bytes ? old : heap.allocate(bytes);
        if (expireAt != 0) {
            volatileCount++;
        }
        if (old != NONE && expireAt(old) != 0) {
            volatileCount--;
        }
        answers += (type == ANSWER ? 1 : 0) - (isAnswer(old) ? 1 : 0);
        byte[] page = heap.page(entry);
        int at = PageHeap.offset(entry);
        boolean expiryField = expireAt != 0;
        EntryLayout.write(
                page, at, key, keyOffset, keyLength, valueLength, expiryField, expireAt, type, sequence, nowSeconds);
        System.arraycopy(value, valueOffset, page, EntryLayout.valueAt(page, at), valueLength);
        link(hash, old, entry);
        return entry;
    }

    /**
     * Writes a patch into a value from a position on, and lengthens it as needed, with zero bytes in between where the
     * position lies behind its end. A key that is absent counts as an empty string without expiry; otherwise expiry and
     * type stay. Returns the entry.
     */
    public long splice(
            byte[] key,
            int keyOffset,
            int keyLength,
            int from,
            byte[] patch,
            int patchOffset,
            int patchLength,
            long sequence) {
        begin(sequence);
        int hash = hasher.hash(key, keyOffset, keyLength);
        long old = index.find(hash, key, keyOffset, keyLength);
        int oldLength = old == NONE ? 0 : valueLength(old);
        int length = Math.max(oldLength, Math.addExact(from, patchLength));
        long expireAt = old == NONE ? 0 : expireAt(old);
        int type = old == NONE ? STRING : type(old);
        checkEntry(keyLength, length, expireAt, type);
        boolean expiryField = old != NONE && hasExpiryField(old);
        int bytes = EntryLayout.bytes(keyLength, length, expiryField);
        boolean inPlace = old != NONE && heap.entryBytes(old) == bytes;
        long entry = inPlace ? old : heap.allocate(bytes);
        byte[] page = heap.page(entry);
        int at = PageHeap.offset(entry);
        EntryLayout.write(
                page, at, key, keyOffset, keyLength, length, expiryField, expireAt, type, sequence, nowSeconds);
        int valueAt = EntryLayout.valueAt(page, at);
        if (!inPlace && old != NONE) {
            copyOutsidePatch(old, oldLength, from, patchLength, page, valueAt);
        }
        if (from > oldLength) {
            Arrays.fill(page, valueAt + oldLength, valueAt + from, (byte) 0);
        }
        System.arraycopy(patch, patchOffset, page, valueAt + from, patchLength);
        link(hash, old, entry);
        return entry;
    }

    /** Sets or (0) removes the expiry of a key. Returns the entry, {@link #NONE} when there is no such key. */
    public long setExpireAt(byte[] key, int offset, int length, long expireAt, long sequence) {
        begin(sequence);
        int hash = hasher.hash(key, offset, length);
        long entry = index.find(hash, key, offset, length);
        if (entry == NONE) {
            return NONE;
        }
        checkEntry(length, 0, expireAt, STRING);
        volatileCount += (expireAt == 0 ? 0 : 1) - (expireAt(entry) == 0 ? 0 : 1);
        long written = entry;
        if (expireAt != 0 && !hasExpiryField(entry)) {
            written = withExpiryField(entry, key, offset, length, sequence);
            link(hash, entry, written);
        }
        byte[] page = heap.page(written);
        int at = PageHeap.offset(written);
        if (EntryLayout.hasExpiryField(page, at)) {
            EntryLayout.expireAt(page, at, expireAt);
        }
        EntryLayout.sequence(page, at, sequence);
        return written;
    }

    /** Whether there was such a key. */
    public boolean remove(byte[] key, int offset, int length, long sequence) {
        begin(sequence);
        int hash = hasher.hash(key, offset, length);
        long entry = index.find(hash, key, offset, length);
        if (entry == NONE) {
            return false;
        }
        if (expireAt(entry) != 0) {
            volatileCount--;
        }
        answers -= isAnswer(entry) ? 1 : 0;
        deletions.deleted(hash, sequence);
        index.remove(hash, entry);
        diedBytes += heap.free(entry);
        if (index.size() == 0) {
            drop();
        }
        return true;
    }

    public void clear(long sequence) {
        begin(sequence);
        deletions.allDeleted(sequence);
        drop();
    }

    public int size() {
        return index.size();
    }

    /** Entries with an expiry. */
    public int volatileCount() {
        return volatileCount;
    }

    /** How many of the entries are kept answers. */
    public int answers() {
        return answers;
    }

    /** Heap taken for pages and index: what is charged to the budget. */
    public long bytes() {
        return heap.bytes() + index.bytes();
    }

    /** An upper bound of the sequence of the last deletion of this key or of all keys; 0 when there was none. */
    public long lastDeletionSequence(byte[] key, int offset, int length) {
        return deletions.lastSequence(hasher.hash(key, offset, length));
    }

    /** The highest sequence that any mutation named: what an answer about all keys depends on. */
    public long highestSequence() {
        return highestSequence;
    }

    /**
     * Shows the visitor every entry whose hash lies in [{@code cursor}, returned cursor), in the order of hashes: at least
     * so many, or so many bytes of them, if there are as many, and all that share the last one's hash. Who starts at 0 and goes on
     * until {@link #END} sees every entry that is there all the time, whatever changes between the calls, exactly once, unless it
     * is deleted and written anew meanwhile, and it is shown in its state of that moment.
     */
    public long scan(long cursor, int atLeast, long atLeastBytes, EntryVisitor visitor) {
        if (cursor < 0 || cursor > END) {
            throw new IllegalArgumentException("no such cursor: " + cursor);
        }
        return index.scan(cursor, Math.max(1, atLeast), Math.max(1, atLeastBytes), visitor);
    }

    public long scan(long cursor, int atLeast, EntryVisitor visitor) {
        return scan(cursor, atLeast, Long.MAX_VALUE, visitor);
    }

    public void forEach(EntryVisitor visitor) {
        scan(0, Integer.MAX_VALUE, Long.MAX_VALUE, visitor);
    }

    /** The first entry at or behind a cursor, going round at the end; {@link #NONE} in an empty table. */
    public long entryNear(long cursor) {
        long entry = index.first(cursor);
        return entry == NONE ? index.first(0) : entry;
    }

    /** The same for all tables with the same keys, values, types and expiries. Reads all of them. */
    public long checksum() {
        ContentChecksum checksum = new ContentChecksum(this);
        forEach(checksum);
        return checksum.value();
    }

    /** Becomes as new: empty, with no sequence known. For a copy that discards its history. */
    public void reset() {
        drop();
        deletions = new DeletionFilter();
        highestSequence = 0;
    }

    /** Gives everything back to the budget and leaves the table empty and unusable. */
    public void release() {
        heap.clear();
        index.release();
        deletions = null;
    }

    /** Whether the budget has room for a put of this size in the worst case; cheap, and nearly always true. */
    boolean hasRoomForAnyPut(int keyLength, int valueLength) {
        return heap.hasRoomForPages() && budget.wouldFit(WORST_CHARGE_BYTES + keyLength + valueLength);
    }

    /** What {@link #put} of such an entry would charge to the budget, {@link #NO_GROWTH} when it does not grow. */
    long chargeForPut(byte[] key, int offset, int keyLength, int valueLength, boolean expiryField) {
        int hash = hasher.hash(key, offset, keyLength);
        long old = index.find(hash, key, offset, keyLength);
        int bytes = EntryLayout.bytes(keyLength, valueLength, expiryField);
        if (old == NONE) {
            return heap.chargeFor(bytes) + index.chargeFor(hash);
        }
        return bytes <= heap.entryBytes(old) ? NO_GROWTH : heap.chargeFor(bytes);
    }

    boolean hasRoomForPages() {
        return heap.hasRoomForPages();
    }

    MemoryBudget budget() {
        return budget;
    }

    /** Bytes of living entries. */
    public long liveBytes() {
        return heap.liveBytes();
    }

    /** Bytes of all pages. */
    long pageBytes() {
        return heap.bytes();
    }

    /** Slots moved and units of 8 bytes gone through since the table was made: the work its mutations caused. */
    long workDone() {
        return index.moved() + compactor.walked() / 8;
    }

    /** The array an entry's value lies in, for handing it on without a copy. */
    byte[] page(long entry) {
        return heap.page(entry);
    }

    int valueAt(long entry) {
        return EntryLayout.valueAt(heap.page(entry), PageHeap.offset(entry));
    }

    int keyAt(long entry) {
        return EntryLayout.keyAt(heap.page(entry), PageHeap.offset(entry));
    }

    boolean hasExpiryField(long entry) {
        return EntryLayout.hasExpiryField(heap.page(entry), PageHeap.offset(entry));
    }

    /** Compaction comes first, so that the entry which the mutation returns stays where it is. */
    private void begin(long sequence) {
        compactor.step(diedBytes);
        diedBytes = 0;
        if (sequence > highestSequence) {
            highestSequence = sequence;
        }
    }

    private void link(int hash, long old, long entry) {
        if (old == NONE) {
            index.insert(hash, entry);
        } else if (old != entry) {
            index.replace(hash, old, entry);
            diedBytes += heap.free(old);
        }
    }

    private long withExpiryField(long entry, byte[] key, int offset, int length, long sequence) {
        int valueLength = valueLength(entry);
        long widened = heap.allocate(EntryLayout.bytes(length, valueLength, true));
        byte[] page = heap.page(widened);
        int at = PageHeap.offset(widened);
        EntryLayout.write(
                page, at, key, offset, length, valueLength, true, 0, type(entry), sequence, accessSeconds(entry));
        copyValue(entry, 0, page, EntryLayout.valueAt(page, at), valueLength);
        return widened;
    }

    private boolean isAnswer(long entry) {
        return entry != NONE && type(entry) == ANSWER;
    }

    private int accessSeconds(long entry) {
        return EntryLayout.accessSeconds(heap.page(entry), PageHeap.offset(entry));
    }

    private void copyOutsidePatch(long old, int oldLength, int from, int patchLength, byte[] page, int valueAt) {
        copyValue(old, 0, page, valueAt, Math.min(from, oldLength));
        int tail = from + patchLength;
        if (tail < oldLength) {
            copyValue(old, tail, page, valueAt + tail, oldLength - tail);
        }
    }

    private void drop() {
        heap.clear();
        index.clear();
        volatileCount = 0;
        answers = 0;
        diedBytes = 0;
    }

    private static void checkEntry(int keyLength, int valueLength, long expireAt, int type) {
        if (keyLength > EntryLayout.MAX_KEY_BYTES || valueLength > EntryLayout.MAX_VALUE_BYTES) {
            throw new IllegalArgumentException(
                    "key of " + keyLength + " or value of " + valueLength + " bytes is longer than a table takes");
        }
        if (expireAt < 0 || type < 0 || type > EntryLayout.MAX_TYPE) {
            throw new IllegalArgumentException("expiry " + expireAt + " or type " + type + " is out of range");
        }
    }

    private static void checkValueRange(byte[] page, int at, int from, int length) {
        if (from < 0 || length < 0 || from > EntryLayout.valueLength(page, at) - length) {
            throw new IndexOutOfBoundsException("bytes " + from + " + " + length + " of a value of "
                    + EntryLayout.valueLength(page, at) + " bytes");
        }
    }
}
