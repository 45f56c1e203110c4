package io.buddykv.node.log;

import io.buddykv.node.store.MalformedEffectException;
import io.buddykv.node.store.RangeTable;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * One thread's part of recovery: every {@code shares}th range. It loads their snapshots and reads the whole log, but
 * applies only what is theirs, so that nothing is handed from thread to thread.
 */
final class RecoveryShare {
    /** Gathered entries of all its ranges. */
    private static final int MOST_GATHERED_BYTES = 16 << 20;

    private final LogFiles files;
    private final long dataId;
    private final int share;
    private final int shares;
    private final Supplier<RangeTable> tables;
    private final RecoveryProgress progress;
    private final Map<Integer, RangeBatch> ranges = new TreeMap<>();
    private final Map<String, String> damagedFiles = new LinkedHashMap<>();
    private RangeBatch[] byIndex = new RangeBatch[64];

    RecoveryShare(
            LogFiles files,
            long dataId,
            int share,
            int shares,
            Supplier<RangeTable> tables,
            RecoveryProgress progress) {
        this.files = files;
        this.dataId = dataId;
        this.share = share;
        this.shares = shares;
        this.tables = tables;
        this.progress = progress;
    }

    void run(List<String> snapshots, List<String> segments) throws IOException {
        for (String name : snapshots) {
            int range = FileNames.snapshotRange(name);
            if (isMine(range)) {
                snapshot(name, range);
            }
        }
        long expected = segments.isEmpty() ? 0 : FileNames.segmentNumber(segments.get(0));
        for (String name : segments) {
            long number = FileNames.segmentNumber(name);
            for (; expected < number; expected++) {
                damaged(FileNames.segment(expected), "is not there");
                allLost();
            }
            segment(name, number, name.equals(segments.get(segments.size() - 1)));
            expected = number + 1;
        }
        applyAll();
    }

    /** By their index. */
    Map<Integer, RangeRecovery> ranges() {
        Map<Integer, RangeRecovery> byRange = new TreeMap<>();
        ranges.forEach((index, batch) -> byRange.put(index, batch.recovery()));
        return byRange;
    }

    /** Names of files, and what is wrong with them. */
    Map<String, String> damagedFiles() {
        return damagedFiles;
    }

    private void snapshot(String name, int range) throws IOException {
        RangeRecovery recovery = range(range).recovery();
        try (LogFiles.ReadFile file = files.open(name)) {
            String problem = snapshotContent(file, name, range, recovery);
            if (problem != null) {
                damaged(name, problem);
                recovery.snapshotDamaged(name + " " + problem);
            }
            progress.read(file.size());
        }
    }

    /** Returns what is wrong with it; null when nothing is. */
    private String snapshotContent(LogFiles.ReadFile file, String name, int range, RangeRecovery recovery)
            throws IOException {
        FileHeader header = header(file, name);
        if (header == null || header.range() != range || header.dataId() != dataId) {
            return "has a damaged header";
        }
        EntryReader entries = new EntryReader(new RunReader(file, FileHeader.salt(dataId, header.number(), range)));
        if (entries.next() != EntryReader.Found.ENTRY || Entry.kind(entries.bytes(), entries.at()) != Entry.RESET) {
            return "is damaged at its beginning";
        }
        byte[] bytes = entries.bytes();
        int body = entries.at() + Entry.HEADER_BYTES;
        EpochHistory history = EpochHistory.read(bytes, body + 1, Entry.bodyLength(bytes, entries.at()) - 1);
        if (history == null) {
            return "has a damaged history";
        }
        recovery.snapshotBegins(Entry.step(bytes, entries.at()), Entry.sequence(bytes, entries.at()), history);
        long chunks = 0;
        while (entries.next() == EntryReader.Found.ENTRY) {
            bytes = entries.bytes();
            int at = entries.at();
            if (Entry.kind(bytes, at) == Entry.MARK) {
                recovery.snapshotEnds(Entry.step(bytes, at));
                return Entry.sequence(bytes, at) == chunks ? null : "has parts missing";
            }
            chunks++;
            try {
                recovery.snapshotChunk(bytes, at + Entry.HEADER_BYTES, Entry.bodyLength(bytes, at));
            } catch (MalformedEffectException malformed) {
                return "is damaged: " + malformed.getMessage();
            }
        }
        return "is damaged at octet " + entries.position();
    }

    private void segment(String name, long number, boolean isLast) throws IOException {
        try (LogFiles.ReadFile file = files.open(name)) {
            if (header(file, name) == null) {
                damaged(name, "has a damaged header");
            }
            EntryReader entries = new EntryReader(new RunReader(file, FileHeader.salt(dataId, number, -1)));
            long told = 0;
            while (true) {
                switch (entries.next()) {
                    case ENTRY -> entry(entries.bytes(), entries.at(), number);
                    case DAMAGE -> {
                        damaged(name, "is damaged at octet " + entries.position());
                        allLost();
                    }
                    case TORN -> {
                        // At the end of the log it is the write that was under way; further ones would have followed.
                        if (!isLast) {
                            allLost();
                        }
                    }
                    case END -> {
                        progress.read(file.size() - told);
                        return;
                    }
                }
                if (entries.position() - told > 1 << 20) {
                    progress.read(entries.position() - told);
                    told = entries.position();
                }
            }
        }
    }

    private static FileHeader header(LogFiles.ReadFile file, String name) throws IOException {
        byte[] block = new byte[FileHeader.BYTES];
        return FileHeader.read(block, file.read(0, block, 0, block.length), name);
    }

    private void entry(byte[] bytes, int at, long segment) {
        if (Entry.kind(bytes, at) == Entry.STEPS) {
            steps(bytes, at);
            return;
        }
        int range = Entry.range(bytes, at);
        if (isMine(range)) {
            range(range).add(bytes, at, segment);
        }
    }

    private void steps(byte[] bytes, int at) {
        int count = Math.min(Entry.MOST_RANGES, Entry.bodyLength(bytes, at) / 4);
        for (int range = share; range < count; range += shares) {
            int last = LittleEndian.int32(bytes, at + Entry.HEADER_BYTES + range * 4);
            if (last != 0) {
                range(range).lastStepIs(last);
            }
        }
    }

    private void allLost() {
        applyAll();
        ranges.values().forEach(batch -> batch.recovery().lost());
    }

    private void applyAll() {
        ranges.values().forEach(RangeBatch::apply);
    }

    private boolean isMine(int range) {
        return range >= 0 && range < Entry.MOST_RANGES && range % shares == share;
    }

    private RangeBatch range(int index) {
        if (index >= byIndex.length) {
            byIndex = Arrays.copyOf(byIndex, Entry.MOST_RANGES);
        }
        if (byIndex[index] == null) {
            byIndex[index] = new RangeBatch(new RangeRecovery(index, tables));
            ranges.put(index, byIndex[index]);
            ranges.values().forEach(batch -> batch.limit(MOST_GATHERED_BYTES / ranges.size()));
        }
        return byIndex[index];
    }

    private void damaged(String name, String problem) {
        damagedFiles.putIfAbsent(name, problem);
    }
}
