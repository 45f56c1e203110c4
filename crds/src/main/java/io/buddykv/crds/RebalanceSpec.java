package io.buddykv.crds;

/**
 * How key ranges are moved.
 *
 * @param maxParallelMoves copies that are filled, and ranges that are handed over, at the same time
 * @param maxBytesPerSecond what one slave sends at most while it fills copies; null: as fast as it can beside its clients
 */
public record RebalanceSpec(RebalanceBy by, Integer maxParallelMoves, MemoryAmount maxBytesPerSecond) {
    public static final int MOST_PARALLEL_MOVES = 4096;
    public static final MemoryAmount LEAST_BYTES_PER_SECOND = new MemoryAmount(64L << 10);
    public static final RebalanceSpec DEFAULT = new RebalanceSpec(RebalanceBy.COUNT, 32, null);

    public RebalanceSpec {
        by = by == null ? RebalanceBy.COUNT : by;
        maxParallelMoves = maxParallelMoves == null ? 32 : maxParallelMoves;
        KvClusterSpec.between("spec.rebalance.maxParallelMoves", maxParallelMoves, 1, MOST_PARALLEL_MOVES);
        if (maxBytesPerSecond != null && maxBytesPerSecond.bytes() < LEAST_BYTES_PER_SECOND.bytes()) {
            throw new InvalidClusterException(
                    "spec.rebalance.maxBytesPerSecond",
                    maxBytesPerSecond,
                    "must be at least " + LEAST_BYTES_PER_SECOND);
        }
    }

    /** 0 where there is no bound. */
    public long bytesPerSecond() {
        return maxBytesPerSecond == null ? 0 : maxBytesPerSecond.bytes();
    }
}
