package io.buddykv.node.log;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The first block of a segment or snapshot: {@code magic:8 version:4 checksum:4 dataId:8 number:8 range:4}, the rest
 * zero. The checksum covers the block with itself as zero. Magic, version and checksum stay where they are in all versions.
 *
 * @param dataId of the data directory it was written in
 * @param number of the segment; for a snapshot, the step of its range that it begins at
 * @param range -1 for a segment
 */
record FileHeader(int version, long dataId, long number, int range) {
    /** The newest format that this program reads and writes. */
    static final int VERSION = 1;

    static final int BYTES = Blocks.BLOCK_BYTES;

    private static final byte[] MAGIC = "BuddyKV\n".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION_AT = 8;
    private static final int CHECKSUM_AT = 12;
    private static final int DATA_ID_AT = 16;
    private static final int NUMBER_AT = 24;
    private static final int RANGE_AT = 32;

    /** The salt of the checksums in a file: never the same for two files. */
    static long salt(long dataId, long number, int range) {
        long mixed = dataId ^ (number * 0xbf58476d1ce4e5b9L) ^ ((range + 2L) * 0x94d049bb133111ebL);
        return mixed ^ mixed >>> 29;
    }

    byte[] toBytes() {
        byte[] block = new byte[BYTES];
        System.arraycopy(MAGIC, 0, block, 0, MAGIC.length);
        LittleEndian.int32(block, VERSION_AT, version);
        LittleEndian.int64(block, DATA_ID_AT, dataId);
        LittleEndian.int64(block, NUMBER_AT, number);
        LittleEndian.int32(block, RANGE_AT, range);
        LittleEndian.int32(block, CHECKSUM_AT, checksum(block));
        return block;
    }

    /**
     * The header of a file; null when it is damaged.
     *
     * @throws NewerFormatException when it is whole, and of a later version than this program knows
     */
    static FileHeader read(byte[] block, int length, String name) {
        if (length < BYTES) {
            return null;
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (block[i] != MAGIC[i]) {
                return null;
            }
        }
        int stored = LittleEndian.int32(block, CHECKSUM_AT);
        LittleEndian.int32(block, CHECKSUM_AT, 0);
        if (checksum(block) != stored) {
            return null;
        }
        int version = LittleEndian.int32(block, VERSION_AT);
        if (version > VERSION) {
            throw new NewerFormatException(name, version, VERSION);
        }
        return new FileHeader(
                version,
                LittleEndian.int64(block, DATA_ID_AT),
                LittleEndian.int64(block, NUMBER_AT),
                LittleEndian.int32(block, RANGE_AT));
    }

    private static int checksum(byte[] block) {
        CRC32C crc = new CRC32C();
        crc.update(block, 0, BYTES);
        return (int) crc.getValue();
    }
}
