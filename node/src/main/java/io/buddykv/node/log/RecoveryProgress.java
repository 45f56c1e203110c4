package io.buddykv.node.log;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** How far recovery is. Any thread. */
public final class RecoveryProgress {
    private final AtomicLong totalBytes = new AtomicLong();
    private final LongAdder readBytes = new LongAdder();

    void expect(long bytes) {
        totalBytes.addAndGet(bytes);
    }

    void read(long bytes) {
        readBytes.add(bytes);
    }

    /** From 0 to 100. */
    public int percent() {
        long total = totalBytes.get();
        return total == 0 ? 0 : (int) Math.min(100, readBytes.sum() * 100 / total);
    }

    public long totalBytes() {
        return totalBytes.get();
    }
}
