package io.buddykv.node.store;

import java.util.Arrays;

/**
 * The pages that hold a table's entries. Entries are appended to the active page; what is freed stays where it is,
 * marked dead, until its page is empty or {@link Compactor} has moved the living out of it. An entry of more than a
 * quarter page gets an array of its own of exactly its size; so does one of more than 1 KiB that no longer fits the active
 * page, when leaving the rest of that unused would bring what is wasted so above a sixteenth of everything.
 *
 * <p>Pages of a small table are small (a sixteenth of what it holds, from 1 KiB to 64 KiB), so that thousands of nearly
 * empty tables cost next to nothing. An address is the page's index and the offset in units of 8 bytes; page 0 is never
 * used, so no address is 0.
 */
final class PageHeap {
    static final int PAGE_BYTES = 64 * 1024;
    static final int MIN_PAGE_BYTES = 1024;
    static final int MAX_PAGES = 1 << 19;
    /** Array header, reference and book-keeping of a page. */
    static final int OVERHEAD_BYTES = 32;

    private static final int SPARE_PAGES = 1024;
    private static final int OFFSET_BITS = 13;
    private static final int OFFSET_MASK = (1 << OFFSET_BITS) - 1;
    private static final int GROWTH_SHARE = 16;
    private static final int OWN_SHARE = 4;
    private static final int MAX_TAIL_SHARE = 16;
    private static final int MAX_DEAD_SHARE = 6;
    private static final int NEVER_OWN_BYTES = 1024;
    /** In {@link #dead}: the page is one entry's own. */
    private static final int OWNED = -1;

    private final MemoryBudget budget;
    private byte[][] pages;
    /** End of what was appended; for an unused index, the next unused one. */
    private int[] top;

    private int[] dead;
    private int indexes;
    private int unused;
    private int active;
    private int victim;
    private long sharedBytes;
    private long sharedLive;
    /** Never filled ends of pages that are no longer active. */
    private long sealedTails;

    private long ownedBytes;
    private int pageCount;

    PageHeap(MemoryBudget budget) {
        this.budget = budget;
        reset();
    }

    byte[] page(long address) {
        return pages[(int) address >>> OFFSET_BITS];
    }

    static int offset(long address) {
        return ((int) address & OFFSET_MASK) << 3;
    }

    int entryBytes(long address) {
        return EntryLayout.bytes(page(address), offset(address));
    }

    /** What {@link #allocate} of so many bytes would charge to the budget. */
    long chargeFor(int bytes) {
        if (fitsActive(bytes)) {
            return 0;
        }
        return OVERHEAD_BYTES + (needsOwn(bytes) ? bytes : nextPageBytes());
    }

    /** False shortly before the last page is in use; what is left is for compaction and for records to apply. */
    boolean hasRoomForPages() {
        return pageCount < MAX_PAGES - SPARE_PAGES;
    }

    /** Room for an entry; its bytes are undefined. */
    long allocate(int bytes) {
        if (!fitsActive(bytes)) {
            if (needsOwn(bytes)) {
                return own(bytes);
            }
            sealedTails += activeRemaining();
            active = newPage(nextPageBytes());
            sharedBytes += pages[active].length;
        }
        int offset = top[active];
        top[active] = offset + bytes;
        sharedLive += bytes;
        return address(active, offset);
    }

    /** Gives an entry's room back; its header has to be intact. */
    int free(long address) {
        int index = (int) address >>> OFFSET_BITS;
        byte[] page = pages[index];
        int bytes = EntryLayout.bytes(page, offset(address));
        if (dead[index] == OWNED) {
            ownedBytes -= bytes;
            release(index);
            return 0;
        }
        EntryLayout.markDead(page, offset(address));
        sharedLive -= bytes;
        dead[index] += bytes;
        if (dead[index] == top[index]) {
            if (index == active) {
                top[index] = 0;
                dead[index] = 0;
            } else {
                sealedTails -= page.length - top[index];
                sharedBytes -= page.length;
                release(index);
            }
        }
        return bytes;
    }

    /** More than a sixth of the shared pages is dead. */
    boolean needsCompaction() {
        long deadBytes = sharedBytes - sharedLive - sealedTails - activeRemaining();
        return deadBytes * MAX_DEAD_SHARE > sharedBytes;
    }

    /** The page being compacted, 0 for none. */
    int victim() {
        return victim;
    }

    void victim(int index) {
        victim = index;
    }

    /** Dead bytes that compacting this page would win; 0 where that makes no sense. */
    int winnable(int index) {
        boolean shared = index < indexes && pages[index] != null && index != active && dead[index] != OWNED;
        return shared && dead[index] * 8L >= pages[index].length ? dead[index] : 0;
    }

    int top(int index) {
        return top[index];
    }

    static long address(int index, int offset) {
        return (index << OFFSET_BITS | offset >>> 3) & 0xffffffffL;
    }

    /** Indexes that were ever used; pages lie in 1 .. {@code indexes() - 1}. */
    int indexes() {
        return indexes;
    }

    /** All that is charged to the budget. */
    long bytes() {
        return sharedBytes + ownedBytes + (long) pageCount * OVERHEAD_BYTES;
    }

    /** Of {@link #bytes}, what living entries take. */
    long liveBytes() {
        return sharedLive + ownedBytes;
    }

    void clear() {
        budget.charge(-bytes());
        reset();
    }

    private void reset() {
        pages = new byte[4][];
        pages[0] = new byte[0];
        top = new int[4];
        dead = new int[4];
        indexes = 1;
        unused = 0;
        active = 0;
        victim = 0;
        sharedBytes = 0;
        sharedLive = 0;
        sealedTails = 0;
        ownedBytes = 0;
        pageCount = 0;
    }

    private boolean fitsActive(int bytes) {
        return bytes <= activeRemaining() && bytes <= PAGE_BYTES / OWN_SHARE;
    }

    private int activeRemaining() {
        return pages[active].length - top[active];
    }

    private boolean needsOwn(int bytes) {
        long tails = sealedTails + activeRemaining();
        return bytes > nextPageBytes() / OWN_SHARE
                || bytes > NEVER_OWN_BYTES && tails * MAX_TAIL_SHARE > sharedBytes + ownedBytes;
    }

    private int nextPageBytes() {
        long wanted = Long.highestOneBit((sharedBytes + ownedBytes) / GROWTH_SHARE);
        return (int) Math.max(MIN_PAGE_BYTES, Math.min(PAGE_BYTES, wanted));
    }

    private long own(int bytes) {
        int index = newPage(bytes);
        top[index] = bytes;
        dead[index] = OWNED;
        ownedBytes += bytes;
        return address(index, 0);
    }

    private int newPage(int bytes) {
        byte[] page = new byte[bytes];
        int index = unused;
        if (index != 0) {
            unused = top[index];
        } else {
            if (indexes == MAX_PAGES) {
                throw new IllegalStateException("a key range can have at most " + MAX_PAGES + " pages");
            }
            if (indexes == pages.length) {
                int wanted = Math.min(MAX_PAGES, indexes + (indexes >> 1));
                pages = Arrays.copyOf(pages, wanted);
                top = Arrays.copyOf(top, wanted);
                dead = Arrays.copyOf(dead, wanted);
            }
            index = indexes++;
        }
        pages[index] = page;
        top[index] = 0;
        dead[index] = 0;
        pageCount++;
        budget.charge(bytes + OVERHEAD_BYTES);
        return index;
    }

    private void release(int index) {
        budget.charge(-pages[index].length - OVERHEAD_BYTES);
        pages[index] = null;
        dead[index] = 0;
        top[index] = unused;
        unused = index;
        pageCount--;
        if (victim == index) {
            victim = 0;
        }
    }
}
