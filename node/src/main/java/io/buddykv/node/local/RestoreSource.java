package io.buddykv.node.local;

import io.buddykv.node.boot.Role;
import io.buddykv.node.log.BackupManifest;
import io.buddykv.node.log.DataDirectory;
import io.buddykv.node.log.DiskFiles;
import io.buddykv.node.log.Fsync;
import io.buddykv.node.log.LogFiles;
import io.buddykv.node.log.LogSettings;
import io.buddykv.node.log.RecoveredLog;
import io.buddykv.node.log.RecoveredRange;
import io.buddykv.node.log.Recovery;
import io.buddykv.node.log.RecoveryProgress;
import io.buddykv.node.log.UnchangedFiles;
import io.buddykv.node.store.MemoryBudget;
import io.buddykv.node.store.RangeTable;
import io.buddykv.node.store.SeededHasher;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.ClusterMapCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A backup that is read: of each key range the copy that is furthest, by the epoch of its last primary and its sequence. The
 * slaves are recovered one after the other, twice: first to find out which copy that is.
 */
final class RestoreSource {
    private final List<Path> parts;
    private final Map<Integer, Best> best = new HashMap<>();
    private int ranges;

    private record Best(Path part, long tenure, long sequence) {}

    /** Takes the copy of a range. */
    interface Taker {
        void take(RecoveredRange range) throws IOException, InterruptedException;
    }

    private RestoreSource(List<Path> parts) {
        this.parts = parts;
    }

    /** What slaves have left in the directory of a backup. */
    static List<Path> parts(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(part -> part.getFileName().toString().startsWith(Role.SLAVE.label() + "-"))
                    .sorted()
                    .toList();
        }
    }

    /** @throws LaunchException when a file is missing or damaged, or a range is in no copy whole */
    static RestoreSource open(Path directory) throws IOException {
        RestoreSource source = new RestoreSource(parts(directory));
        if (source.parts.isEmpty()) {
            throw new LaunchException(directory + " holds no backup");
        }
        for (Path part : source.parts) {
            try {
                BackupManifest.verify(part);
            } catch (IOException damaged) {
                throw new LaunchException(damaged.getMessage(), damaged);
            }
        }
        source.findBest();
        return source;
    }

    private void findBest() throws IOException {
        for (Path part : parts) {
            for (RecoveredRange range : recover(part).ranges()) {
                if (range.table() != null && range.complete()) {
                    Best candidate = new Best(part, range.history().latest(), range.sequence());
                    best.merge(range.index(), candidate, RestoreSource::further);
                    range.table().release();
                }
            }
        }
        List<Integer> missing = new ArrayList<>();
        for (int index = 0; index < ranges; index++) {
            if (!best.containsKey(index)) {
                missing.add(index);
            }
        }
        if (ranges == 0 || !missing.isEmpty()) {
            throw new LaunchException("the backup is not whole: "
                    + (ranges == 0 ? "it has no cluster map" : "no copy has the key ranges " + missing));
        }
    }

    private static Best further(Best one, Best other) {
        boolean ahead =
                other.tenure() > one.tenure() || other.tenure() == one.tenure() && other.sequence() > one.sequence();
        return ahead ? other : one;
    }

    /** Gives the best copy of each range, one slave's after the other. */
    void forEach(Taker taker) throws IOException, InterruptedException {
        for (Path part : parts) {
            for (RecoveredRange range : recover(part).ranges()) {
                Best chosen = best.get(range.index());
                if (range.table() != null) {
                    if (chosen != null && chosen.part().equals(part)) {
                        taker.take(range);
                    }
                    range.table().release();
                }
            }
        }
    }

    private RecoveredLog recover(Path part) throws IOException {
        LogFiles files = new UnchangedFiles(new DiskFiles(part));
        DataDirectory directory = DataDirectory.open(files, "", () -> 0);
        for (byte[] stored : directory.maps()) {
            ClusterMap map = ClusterMapCodec.decode(stored);
            ranges = Math.max(ranges, map.ranges().size());
        }
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            return new Recovery(
                            files,
                            LogSettings.of(Fsync.NEVER),
                            directory.dataId(),
                            directory.trust(),
                            () -> new RangeTable(new MemoryBudget(Long.MAX_VALUE), SeededHasher.random()),
                            new RecoveryProgress())
                    .run(threads, workers);
        } finally {
            workers.shutdown();
        }
    }
}
