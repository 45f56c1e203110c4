package io.buddykv.node.log;

import java.io.IOException;
import java.util.zip.CRC32C;

/** Writes entries into one file, as runs in blocks. Not thread-safe, except {@link #durable}. */
final class BlockWriter {
    /** Octets that go out in one write, at most. */
    static final int WRITE_BYTES = 1024 * 1024;

    private final LogFiles.AppendFile file;
    private final long salt;
    private final byte[] out;
    private final byte[] place = new byte[8];
    private final CRC32C crc = new CRC32C();
    private long position;
    private volatile long durable;

    /** Begins the file with its header. */
    BlockWriter(LogFiles.AppendFile file, FileHeader header, byte[] buffer) throws IOException {
        this.file = file;
        this.out = buffer;
        this.salt = FileHeader.salt(header.dataId(), header.number(), header.range());
        byte[] block = header.toBytes();
        file.write(0, block, 0, block.length);
        position = block.length;
    }

    /** Where the next run goes: so much of the file is written. */
    long position() {
        return position;
    }

    /** So much of the file is on disk; any thread. */
    void durable(long bytes) {
        durable = bytes;
    }

    LogFiles.AppendFile file() {
        return file;
    }

    /**
     * Writes whole entries. When it throws, none of them counts, and the same ones have to be written again before any
     * other: what is left of the failed attempt then lies under what is written.
     *
     * @param from where the first entry begins; the last one ends at {@code to}
     */
    void write(byte[] entries, int from, int to) throws IOException {
        long end = position;
        long flushed = position;
        int filled = 0;
        int at = from;
        int nextEntry = from;
        while (at < to) {
            long runAt = Blocks.nextRun(end);
            if (out.length - filled < Blocks.BLOCK_BYTES + Blocks.RUN_HEADER_BYTES) {
                file.write(flushed, out, 0, filled);
                flushed += filled;
                filled = 0;
            }
            for (; end < runAt; end++) {
                out[filled++] = 0;
            }
            int length = Math.min(Blocks.leftInBlock(runAt) - Blocks.RUN_HEADER_BYTES, to - at);
            int first = nextEntry < at + length ? nextEntry - at : Blocks.NONE;
            while (nextEntry < at + length) {
                nextEntry += Entry.length(entries, nextEntry);
            }
            run(runAt, filled, entries, at, length, first);
            filled += Blocks.RUN_HEADER_BYTES + length;
            end += Blocks.RUN_HEADER_BYTES + length;
            at += length;
        }
        file.write(flushed, out, 0, filled);
        position = end;
    }

    private void run(long runAt, int target, byte[] entries, int at, int length, int first) {
        LittleEndian.int16(out, target + 4, length);
        LittleEndian.int16(out, target + 6, first);
        LittleEndian.int64(out, target + 8, durable);
        System.arraycopy(entries, at, out, target + Blocks.RUN_HEADER_BYTES, length);
        LittleEndian.int32(out, target, Blocks.checksum(crc, place, salt, runAt, out, target, length));
    }
}
