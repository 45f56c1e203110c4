package io.buddykv.node.boot;

import io.buddykv.node.command.ServerParameters;
import io.buddykv.node.store.MemoryBudget;
import java.util.function.Consumer;

/**
 * {@code maxmemory} of a running slave: its budget for keys and values. It can grow as far as the heap has room for what
 * the store needs besides, and shrink below what is used: then writes that need memory are refused, and nothing is
 * evicted. It lasts until the process ends.
 */
final class MemoryLimit implements Consumer<String> {
    /** What {@link NodeSettings} takes at least. */
    static final long LEAST_BYTES = 1 << 20;

    /** Of the heap, after what the process needs besides keys and values; the rest is room for compaction. */
    private static final int SHARE_PERCENT = 80;

    private static final long OTHER_BYTES = 128L << 20;

    private final MemoryBudget budget;
    private final long mostBytes;

    /** @param heapBytes the most that this process' heap can have */
    MemoryLimit(MemoryBudget budget, long heapBytes) {
        this.budget = budget;
        this.mostBytes = Math.max(budget.limit(), (heapBytes - OTHER_BYTES) / 100 * SHARE_PERCENT);
    }

    long mostBytes() {
        return mostBytes;
    }

    @Override
    public void accept(String text) {
        budget.limit(ServerParameters.memory(text, LEAST_BYTES, mostBytes));
    }
}
