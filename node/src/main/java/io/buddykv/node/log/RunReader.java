package io.buddykv.node.log;

import java.io.IOException;
import java.util.zip.CRC32C;

/** Reads a file run by run and goes on behind damage with the next block. */
final class RunReader {
    private static final int WINDOW_BYTES = 64 * Blocks.BLOCK_BYTES;

    private final LogFiles.ReadFile file;
    private final long size;
    private final long salt;
    private final byte[] window;
    private final byte[] place = new byte[8];
    private final CRC32C crc = new CRC32C();
    private long windowAt;
    private int windowLength;
    private long next = FileHeader.BYTES;
    private long runAt;
    private int contentAt;
    private int length;

    enum Found {
        RUN,
        /** From {@link #position} to the end of its block nothing can be believed. */
        DAMAGE,
        END
    }

    RunReader(LogFiles.ReadFile file, long salt) throws IOException {
        this.file = file;
        this.size = file.size();
        this.salt = salt;
        this.window = new byte[(int) Math.min(WINDOW_BYTES, Math.max(Blocks.BLOCK_BYTES, size))];
    }

    Found next() {
        runAt = Blocks.nextRun(next);
        if (runAt >= size) {
            return Found.END;
        }
        int at = inWindow(runAt);
        int available = (int) Math.min(Blocks.leftInBlock(runAt), windowAt + windowLength - runAt);
        if (available > Blocks.RUN_HEADER_BYTES) {
            length = LittleEndian.unsigned16(window, at + 4);
            if (length > 0
                    && length <= available - Blocks.RUN_HEADER_BYTES
                    && Blocks.checksum(crc, place, salt, runAt, window, at, length) == LittleEndian.int32(window, at)) {
                contentAt = at + Blocks.RUN_HEADER_BYTES;
                next = runAt + Blocks.RUN_HEADER_BYTES + length;
                return Found.RUN;
            }
        }
        next = Blocks.nextBlock(runAt);
        return Found.DAMAGE;
    }

    /** Where the run, or the damage, begins in the file. */
    long position() {
        return runAt;
    }

    /** Where the next run would begin. */
    long end() {
        return Blocks.nextRun(next);
    }

    long size() {
        return size;
    }

    /** The array that the run's content lies in, until the next call of {@link #next}. */
    byte[] bytes() {
        return window;
    }

    int contentAt() {
        return contentAt;
    }

    int length() {
        return length;
    }

    /** Offset in the content, {@link Blocks#NONE} for none. */
    int firstEntry() {
        return LittleEndian.unsigned16(window, contentAt - Blocks.RUN_HEADER_BYTES + 6);
    }

    /** How much of the file was on disk when the run was written. */
    long durable() {
        return LittleEndian.int64(window, contentAt - Blocks.RUN_HEADER_BYTES + 8);
    }

    private int inWindow(long position) {
        long block = position - (position & (Blocks.BLOCK_BYTES - 1));
        long blockEnd = Math.min(size, block + Blocks.BLOCK_BYTES);
        if (block < windowAt || blockEnd > windowAt + windowLength) {
            windowAt = block;
            windowLength = read(block);
        }
        return (int) (position - windowAt);
    }

    /** A sector that cannot be read is damage of its block, not of its neighbours. */
    private int read(long block) {
        try {
            return file.read(block, window, 0, window.length);
        } catch (IOException unreadable) {
            try {
                return file.read(block, window, 0, Math.min(window.length, Blocks.BLOCK_BYTES));
            } catch (IOException stillUnreadable) {
                return 0;
            }
        }
    }
}
