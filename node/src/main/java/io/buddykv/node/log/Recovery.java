package io.buddykv.node.log;

import io.buddykv.node.store.RangeTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Makes tables again from what a data directory holds: cuts the torn tail of the log, loads snapshots and applies the log
 * behind them, in parallel by range. Damage never stops it; it costs the ranges that are hit, whose files are kept aside.
 */
public final class Recovery {
    private final LogFiles files;
    private final LogSettings settings;
    private final long dataId;
    private final TailTrust trust;
    private final Supplier<RangeTable> tables;
    private final RecoveryProgress progress;

    /**
     * @param trust what may be believed of the log's end
     * @param tables makes an empty table; called by any of the threads that recover
     */
    public Recovery(
            LogFiles files,
            LogSettings settings,
            long dataId,
            TailTrust trust,
            Supplier<RangeTable> tables,
            RecoveryProgress progress) {
        this.files = files;
        this.settings = settings;
        this.dataId = dataId;
        this.trust = trust;
        this.tables = tables;
        this.progress = progress;
    }

    /**
     * @param threads how many parts it is done in, each on a thread of the executor
     * @throws NewerFormatException when a later version wrote something here
     * @throws DataDirectoryException when the directory cannot be read or repaired
     */
    public RecoveredLog run(int threads, Executor executor) {
        try {
            List<String> segmentNames = numbered(FileNames.LOG);
            List<String> snapshotNames = snapshots();
            Segments segments = new Segments();
            boolean cut = cutTail(segmentNames);
            for (String name : segmentNames) {
                long size = size(name);
                segments.existing(FileNames.segmentNumber(name), size);
                progress.expect(size * threads);
            }
            for (String name : snapshotNames) {
                progress.expect(size(name));
            }
            List<RecoveryShare> shares = readAll(threads, executor, snapshotNames, segmentNames);
            return result(shares, segments, cut);
        } catch (IOException e) {
            throw new DataDirectoryException(files.description() + " cannot be recovered: " + e.getMessage(), e);
        }
    }

    private List<RecoveryShare> readAll(
            int threads, Executor executor, List<String> snapshotNames, List<String> segmentNames) {
        List<RecoveryShare> shares = new ArrayList<>();
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int share = 0; share < threads; share++) {
            RecoveryShare part = new RecoveryShare(files, dataId, share, threads, tables, progress);
            shares.add(part);
            running.add(CompletableFuture.runAsync(() -> read(part, snapshotNames, segmentNames), executor));
        }
        try {
            running.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException problem ? problem : e;
        }
        return shares;
    }

    private void read(RecoveryShare part, List<String> snapshotNames, List<String> segmentNames) {
        try {
            part.run(snapshotNames, segmentNames);
        } catch (IOException e) {
            throw new DataDirectoryException(files.description() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private RecoveredLog result(List<RecoveryShare> shares, Segments segments, boolean cut) throws IOException {
        Map<String, String> damagedFiles = new LinkedHashMap<>();
        Map<Integer, RangeRecovery> byIndex = new TreeMap<>();
        for (RecoveryShare share : shares) {
            share.damagedFiles().forEach(damagedFiles::putIfAbsent);
            byIndex.putAll(share.ranges());
        }
        List<RecoveredRange> ranges = new ArrayList<>();
        List<String> damages = new ArrayList<>();
        Steps steps = new Steps();
        damagedFiles.forEach((name, problem) -> damages.add(name + " " + problem));
        byIndex.forEach((index, recovery) -> {
            RecoveredRange range = recovery.result();
            ranges.add(range);
            steps.set(index, recovery.step());
            segments.neededFrom(index, range.isTakenOut() ? Segments.NONE : recovery.neededFrom());
            if (range.isTakenOut()) {
                damages.add("range " + index + " is taken out: " + range.damage());
            }
        });
        KeptAside kept = new KeptAside(files, settings.maxKept());
        for (String name : damagedFiles.keySet()) {
            kept.keep(name);
        }
        return new RecoveredLog(dataId, ranges, steps, segments, cut, damages);
    }

    /** Everything in front of the last segment's tail is brought to the disk, everything behind is cut off. */
    private boolean cutTail(List<String> segmentNames) throws IOException {
        if (segmentNames.isEmpty()) {
            return false;
        }
        String last = segmentNames.get(segmentNames.size() - 1);
        Tail tail;
        try (LogFiles.ReadFile file = files.open(last)) {
            tail = Tail.of(new RunReader(file, FileHeader.salt(dataId, FileNames.segmentNumber(last), -1)), trust);
        }
        if (tail.isEmpty()) {
            // It was begun and nothing that anybody relied on came of it; not even its header need be whole.
            files.delete(last);
            segmentNames.remove(last);
        } else if (tail.cut()) {
            files.truncate(last, tail.end());
        } else {
            files.force(last);
        }
        return tail.cut();
    }

    private List<String> numbered(String folder) throws IOException {
        List<String> found = new ArrayList<>();
        for (String name : files.names(folder)) {
            if (FileNames.segmentNumber(name) > 0) {
                found.add(name);
            }
        }
        return found;
    }

    /** Also deletes what was left of unfinished ones. */
    private List<String> snapshots() throws IOException {
        List<String> found = new ArrayList<>();
        for (String name : files.names(FileNames.SNAPSHOTS)) {
            if (FileNames.snapshotRange(name) >= 0) {
                found.add(name);
            } else {
                files.delete(name);
            }
        }
        return found;
    }

    private long size(String name) throws IOException {
        try (LogFiles.ReadFile file = files.open(name)) {
            return file.size();
        }
    }
}
