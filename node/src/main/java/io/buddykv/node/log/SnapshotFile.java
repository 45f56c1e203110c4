package io.buddykv.node.log;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/**
 * A snapshot that is being written, under a name of its own until it is whole: a {@link Entry#RESET} with where the range
 * stood, {@link Entry#CHUNK chunks}, and a {@link Entry#MARK} with the step up to which the log has to be read for it to be
 * good, and the number of chunks.
 */
final class SnapshotFile implements Closeable {
    private final LogFiles files;
    private final int range;
    private final BlockWriter writer;
    private byte[] entry = new byte[64 * 1024];
    private long chunks;

    SnapshotFile(LogFiles files, long dataId, int range, int step, long sequence, EpochHistory history, byte[] buffer)
            throws IOException {
        this.files = files;
        this.range = range;
        LogFiles.AppendFile file = files.createUnfinished(FileNames.unfinishedSnapshot(range));
        try {
            writer = new BlockWriter(file, new FileHeader(FileHeader.VERSION, dataId, step, range), buffer);
            int bodyLength = 1 + history.octets();
            Entry.writeHeader(entry, 0, Entry.RESET, range, step, history.latest(), sequence, bodyLength);
            entry[Entry.HEADER_BYTES] = 1;
            history.write(entry, Entry.HEADER_BYTES + 1);
            writer.write(entry, 0, Entry.HEADER_BYTES + bodyLength);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    void chunk(byte[] effects, int length) throws IOException {
        if (entry.length < Entry.HEADER_BYTES + length) {
            entry = Arrays.copyOf(entry, Entry.HEADER_BYTES + length);
        }
        Entry.writeHeader(entry, 0, Entry.CHUNK, range, 0, 0, 0, length);
        System.arraycopy(effects, 0, entry, Entry.HEADER_BYTES, length);
        writer.write(entry, 0, Entry.HEADER_BYTES + length);
        chunks++;
    }

    long bytes() {
        return writer.position();
    }

    /** Ends it and brings it to the disk; then it can get its name. */
    void end(int endStep) throws IOException {
        Entry.writeHeader(entry, 0, Entry.MARK, range, endStep, 0, chunks, 0);
        writer.write(entry, 0, Entry.HEADER_BYTES);
        writer.file().force();
        writer.file().close();
    }

    @Override
    public void close() throws IOException {
        writer.file().close();
        files.delete(FileNames.unfinishedSnapshot(range));
    }
}
