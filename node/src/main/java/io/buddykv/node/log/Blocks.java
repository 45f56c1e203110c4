package io.buddykv.node.log;

import java.util.zip.CRC32C;

/**
 * How a file is cut into blocks and runs. A run lies in one block:
 *
 * <pre>
 * checksum:4 length:2 first:2 durable:8 content:length
 * </pre>
 *
 * {@code length} is that of the content; {@code first} is where in the content the first entry begins that begins in
 * this run, {@link #NONE} where none does; {@code durable} is how much of the file was on disk when the run was written.
 * A block's end that has no room for a run and one octet stays unused.
 */
final class Blocks {
    static final int BLOCK_BYTES = 4096;
    static final int RUN_HEADER_BYTES = 16;
    static final int NONE = 0xffff;

    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private Blocks() {}

    /** Octets left in the block of a position; 0 never comes out, a block's end is the next one's beginning. */
    static int leftInBlock(long position) {
        return BLOCK_BYTES - (int) (position & (BLOCK_BYTES - 1));
    }

    /** Where the next run begins that follows what ends at a position. */
    static long nextRun(long position) {
        int left = leftInBlock(position);
        return left <= RUN_HEADER_BYTES ? position + left : position;
    }

    static long nextBlock(long position) {
        return position + leftInBlock(position);
    }

    /**
     * The checksum of a run: of its octets behind the checksum, and of where it belongs.
     *
     * @param salt what sets the file apart from all others
     */
    static int checksum(CRC32C crc, byte[] place, long salt, long position, byte[] bytes, int runAt, int length) {
        LittleEndian.int64(place, 0, salt + position * SPREAD);
        crc.reset();
        crc.update(place, 0, 8);
        crc.update(bytes, runAt + 4, RUN_HEADER_BYTES - 4 + length);
        return (int) crc.getValue();
    }
}
