package io.buddykv.node.log;

/**
 * Bounds of a slave's log.
 *
 * @param segmentBytes a segment is ended when it has this size; one larger entry makes it larger
 * @param maxPendingBytes how much may wait for being written before writes are held
 * @param reserveBytes of the disk, left for entries that are not refused: growing writes end before it is touched
 * @param tableBytes after so many octets of entries the last steps of all ranges are written again
 * @param snapshotBytesPerSecond most that snapshots may read and write in a second
 * @param maxKept files that are kept aside after damage, the oldest go first
 */
public record LogSettings(
        Fsync fsync,
        long segmentBytes,
        int maxPendingBytes,
        long reserveBytes,
        int tableBytes,
        long snapshotBytesPerSecond,
        int maxKept) {
    private static final long MIB = 1 << 20;

    public LogSettings {
        if (segmentBytes < 4L * Blocks.BLOCK_BYTES) {
            throw new IllegalArgumentException("segments of " + segmentBytes + " octets are too small");
        }
        if (tableBytes < Blocks.BLOCK_BYTES || snapshotBytesPerSecond < 1 || maxPendingBytes < 1) {
            throw new IllegalArgumentException("tableBytes, snapshotBytesPerSecond or maxPendingBytes is too small");
        }
    }

    public static LogSettings of(Fsync fsync) {
        return of(fsync, Long.MAX_VALUE);
    }

    /** @param diskBytes how large the disk is: of a small one no more than an eighth is kept in reserve, and segments are small */
    public static LogSettings of(Fsync fsync, long diskBytes) {
        long reserve = Math.min(64 * MIB, diskBytes / 8);
        long segment = Math.max(2 * MIB, Math.min(64 * MIB, diskBytes / 16));
        return new LogSettings(fsync, segment, (int) (64 * MIB), reserve, (int) MIB, 64 * MIB, 8);
    }
}
