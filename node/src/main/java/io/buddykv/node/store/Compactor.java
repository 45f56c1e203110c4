package io.buddykv.node.store;

/**
 * Moves the living out of pages that are mostly dead, a bounded step with each change of the table. The victim is the page
 * with the most dead bytes of {@link #WINDOW} that lie in a row; the next choice goes on behind them. For tables of up to
 * that many pages that is the emptiest page of all.
 */
final class Compactor {
    static final int WINDOW = 64;
    static final int STEP_BYTES = 2048;
    /** Walked per byte that died: victims are dead to an eighth at least, so this keeps up with any load. */
    static final int STEP_FACTOR = 8;

    private final PageHeap heap;
    private final HashIndex index;
    private final Hasher hasher;
    private int hand = 1;
    private int position;
    private long walked;

    Compactor(PageHeap heap, HashIndex index, Hasher hasher) {
        this.heap = heap;
        this.index = index;
        this.hasher = hasher;
    }

    /** One step, when there is something to win. */
    void step(int diedBytes) {
        int left = STEP_BYTES + STEP_FACTOR * diedBytes;
        while (left > 0 && (heap.victim() != 0 || heap.needsCompaction() && choose())) {
            int bytes = moveNext();
            left -= bytes;
            walked += bytes;
        }
    }

    /** Bytes of pages gone through so far: the measure of the work done. */
    long walked() {
        return walked;
    }

    private boolean choose() {
        int most = 0;
        for (int i = Math.min(WINDOW, heap.indexes()); i > 0; i--) {
            if (hand >= heap.indexes()) {
                hand = 1;
            }
            int winnable = heap.winnable(hand);
            if (winnable > most) {
                most = winnable;
                heap.victim(hand);
            }
            hand++;
        }
        position = 0;
        return most > 0;
    }

    private int moveNext() {
        int victim = heap.victim();
        long from = PageHeap.address(victim, position);
        byte[] page = heap.page(from);
        int at = PageHeap.offset(from);
        int bytes = EntryLayout.bytes(page, at);
        position += bytes;
        if (!EntryLayout.isDead(page, at)) {
            long to = heap.allocate(bytes);
            System.arraycopy(page, at, heap.page(to), PageHeap.offset(to), bytes);
            int hash = hasher.hash(page, EntryLayout.keyAt(page, at), EntryLayout.keyLength(page, at));
            index.replace(hash, from, to);
            heap.free(from);
        }
        return bytes;
    }
}
