package io.buddykv.topology;

/**
 * How ranges are moved when homes change. Copies whose range would be lost with the next slave are not held back by it.
 *
 * @param by what is evened out
 * @param maxParallelMoves how many copies are filled, and how many ranges handed over, at the same time
 * @param maxBytesPerSecond what one slave sends at most while it fills copies; 0: as fast as it can beside its clients
 */
public record Rebalancing(By by, int maxParallelMoves, long maxBytesPerSecond) {
    public static final int MOST_PARALLEL_MOVES = 4096;
    public static final Rebalancing DEFAULT = new Rebalancing(By.COUNT, 32, 0);

    /** What the slaves are to have the same of. */
    public enum By {
        /** Ranges: counts of homes differ by at most one. */
        COUNT,
        /** Operations and bytes: within a tenth of the average. */
        LOAD
    }

    public Rebalancing {
        if (maxParallelMoves < 1 || maxParallelMoves > MOST_PARALLEL_MOVES) {
            throw new IllegalArgumentException(
                    "maxParallelMoves must be from 1 to " + MOST_PARALLEL_MOVES + ", not " + maxParallelMoves);
        }
        if (maxBytesPerSecond < 0) {
            throw new IllegalArgumentException("maxBytesPerSecond must not be negative: " + maxBytesPerSecond);
        }
    }
}
