package io.buddykv.node.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Reads records of some ranges again, for copies that missed them: one pass over the newest segments of the log for all of
 * these ranges, up to what is written when the pass gets there. Each range's records come in order and without a gap;
 * where damage or deletion would leave one, the range's records end.
 *
 * <p>First {@link #want}, on one thread; then {@link #next}, again when a batch has been taken. The reading itself
 * happens on the log's thread for that, a little at a time.
 */
public final class MissedRecords {
    /** What a batch holds, unless one record alone is larger. */
    public static final int BATCH_BYTES = 128 * 1024;
    /** So much of the log is read for one batch, at most. */
    private static final int STRETCH_BYTES = 4 * 1024 * 1024;

    private static final int NOT_WANTED = 0;

    private final LogFiles files;
    private final long dataId;
    private final Segments segments;
    private final RecordPlaces places;
    private final Executor reader;
    /** By range the sequence of the next record. */
    private final long[] next = new long[Entry.MOST_RANGES];

    private long segment = Long.MAX_VALUE;
    private LogFiles.ReadFile file;
    private EntryReader entries;

    MissedRecords(LogFiles files, long dataId, Segments segments, RecordPlaces places, Executor reader) {
        this.files = files;
        this.dataId = dataId;
        this.segments = segments;
        this.places = places;
        this.reader = reader;
    }

    /** Takes records as they were logged. */
    @FunctionalInterface
    public interface Taker {
        void record(int range, long sequence, byte[] bytes, int offset, int length);
    }

    /** Records that were read together. */
    public static final class Batch {
        private byte[] bytes = new byte[0];
        private int length;
        private boolean last;

        /** Whether nothing comes behind it in this pass. */
        public boolean isLast() {
            return last;
        }

        public int bytes() {
            return length;
        }

        public void forEach(Taker taker) {
            for (int at = 0; at < length; at += Entry.length(bytes, at)) {
                taker.record(
                        Entry.range(bytes, at),
                        Entry.sequence(bytes, at),
                        bytes,
                        at + Entry.HEADER_BYTES,
                        Entry.bodyLength(bytes, at));
            }
        }

        private void add(byte[] source, int at) {
            int added = Entry.length(source, at);
            if (length + added > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(BATCH_BYTES, length + added));
            }
            System.arraycopy(source, at, bytes, length, added);
            length += added;
        }
    }

    /** Asks for all records of a range behind this one; false, and none come, when the log does not hold the first. */
    public boolean want(int range, long behind) {
        long first = places.segmentOf(range, behind + 1);
        if (first == Segments.NONE || !segments.has(first)) {
            return false;
        }
        segment = Math.min(segment, first);
        next[range] = behind + 1;
        return true;
    }

    /** Reads on, aside, and hands over what was found; the batch may be empty without being the last. */
    public void next(Consumer<Batch> taker) {
        reader.execute(() -> taker.accept(read()));
    }

    /** Reads no more. */
    public void close() {
        reader.execute(this::closeFile);
    }

    private Batch read() {
        Batch batch = new Batch();
        try {
            long stretch = 0;
            while (batch.length < BATCH_BYTES && stretch < STRETCH_BYTES && !batch.last) {
                if (entries == null && !open()) {
                    batch.last = true;
                    continue;
                }
                long before = entries.position();
                switch (entries.next()) {
                    case ENTRY -> take(entries.bytes(), entries.at(), batch);
                    // What may be missing here shows in the sequences.
                    case DAMAGE, TORN -> {}
                    case END -> closeFile();
                }
                stretch += entries == null ? 0 : entries.position() - before;
            }
        } catch (IOException gone) {
            // Deleted since, or unreadable: its records are missing, and with them all behind them.
            batch.last = true;
            closeFile();
        }
        return batch;
    }

    private void take(byte[] bytes, int at, Batch batch) {
        int range = Entry.range(bytes, at);
        if (Entry.kind(bytes, at) == Entry.RECORD
                && next[range] != NOT_WANTED
                && next[range] == Entry.sequence(bytes, at)
                && !places.isForgotten(bytes, at)) {
            batch.add(bytes, at);
            next[range]++;
        }
    }

    /** Opens the next segment; false when there is none. */
    private boolean open() throws IOException {
        long written = segments.size(segment);
        if (written == 0) {
            return false;
        }
        file = files.open(FileNames.segment(segment));
        entries = new EntryReader(new RunReader(new WrittenPart(file, written), FileHeader.salt(dataId, segment, -1)));
        segment++;
        return true;
    }

    private void closeFile() {
        entries = null;
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            file = null;
        }
    }

    /** What of a file has been written whole: something may be behind it that is being written. */
    private record WrittenPart(LogFiles.ReadFile file, long size) implements LogFiles.ReadFile {
        @Override
        public int read(long position, byte[] target, int offset, int length) throws IOException {
            return file.read(position, target, offset, (int) Math.max(0, Math.min(length, size - position)));
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
