package io.buddykv.bench;

import io.buddykv.node.log.DiskFiles;
import io.buddykv.node.log.EpochHistory;
import io.buddykv.node.log.Fsync;
import io.buddykv.node.log.LogSettings;
import io.buddykv.node.log.RecoveredLog;
import io.buddykv.node.log.RecoveredRange;
import io.buddykv.node.log.Recovery;
import io.buddykv.node.log.RecoveryProgress;
import io.buddykv.node.log.SlaveLog;
import io.buddykv.node.log.TailTrust;
import io.buddykv.node.store.EffectEncoder;
import io.buddykv.node.store.MemoryBudget;
import io.buddykv.node.store.RangeTable;
import io.buddykv.node.store.SeededHasher;
import io.buddykv.node.time.TimeSource;
import io.buddykv.topology.KeyRanges;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * How fast a slave's log of keys of 16 bytes with values of 100 becomes tables again. Two processes, since a slave that
 * recovers has just started: {@code fill DIRECTORY KEYS} writes the log, {@code recover DIRECTORY} reads it. Run by {@code
 * bench/recovery}.
 */
public final class RecoverySpeed {
    private static final int RANGES = 256;
    private static final int VALUE_BYTES = 100;
    private static final long DATA_ID = 1;
    private static final long TENURE = 1;

    private final DiskFiles files;
    private final LogSettings settings = LogSettings.of(Fsync.NEVER);

    private RecoverySpeed(Path directory) throws IOException {
        files = new DiskFiles(directory);
    }

    public static void main(String[] arguments) throws IOException {
        RecoverySpeed speed = new RecoverySpeed(Path.of(arguments[1]));
        if (arguments[0].equals("fill")) {
            speed.fill(Integer.parseInt(arguments[2]));
        } else {
            speed.measure();
        }
    }

    private void fill(int keys) {
        SlaveLog log = new SlaveLog(files, settings, TimeSource.system(), recover(new RecoveryProgress()), new Deaf());
        KeyRanges ranges = new KeyRanges(RANGES);
        long[] sequences = new long[RANGES];
        EpochHistory history = new EpochHistory();
        history.begin(TENURE, 0);
        for (int range = 0; range < RANGES; range++) {
            log.reset(range, history, 0, true);
        }
        EffectEncoder effects = new EffectEncoder();
        byte[] value = new byte[VALUE_BYTES];
        for (int number = 0; number < keys; number++) {
            byte[] key = "key:%012d".formatted(number).getBytes(StandardCharsets.US_ASCII);
            int range = ranges.ofKey(key, 0, key.length);
            effects.reset();
            effects.set(key, 0, key.length, value, 0, value.length, 0, RangeTable.STRING);
            log.record(range, TENURE, ++sequences[range], effects.bytes(), 0, effects.length());
            if (!log.hasRoom()) {
                log.commit();
            }
        }
        log.close();
    }

    private void measure() {
        RecoveryProgress progress = new RecoveryProgress();
        long begun = System.nanoTime();
        long keys = 0;
        for (RecoveredRange range : recover(progress).ranges()) {
            keys += range.table().size();
        }
        double seconds = (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
        double processor = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getProcessCpuTime()
                / (double) TimeUnit.SECONDS.toNanos(1);
        System.out.printf(
                "%d keys recovered in %.1f s: %.0f keys/s; processor time of the whole process %.1f s%n",
                keys, seconds, keys / seconds, processor);
    }

    private RecoveredLog recover(RecoveryProgress progress) {
        int parts = Runtime.getRuntime().availableProcessors();
        MemoryBudget budget = new MemoryBudget(Long.MAX_VALUE);
        SeededHasher hasher = SeededHasher.random();
        ExecutorService workers = Executors.newFixedThreadPool(parts);
        try {
            return new Recovery(
                            files, settings, DATA_ID, TailTrust.WRITTEN, () -> new RangeTable(budget, hasher), progress)
                    .run(parts, workers);
        } finally {
            workers.shutdown();
        }
    }

    /** Nobody waits for what is confirmed here. */
    private static final class Deaf implements SlaveLog.Listener {
        @Override
        public void confirmed(long position) {}

        @Override
        public void refusing(String reason) {
            if (reason != null) {
                throw new IllegalStateException(reason);
            }
        }

        @Override
        public void failed(String reason) {
            throw new IllegalStateException(reason);
        }
    }
}
