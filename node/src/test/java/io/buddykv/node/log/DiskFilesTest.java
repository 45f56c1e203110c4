package io.buddykv.node.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.buddykv.node.time.TimeSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log with its threads, on a real directory. */
class DiskFilesTest {
    @TempDir
    Path root;

    @Test
    void writtenByThreadsAndReadAgain() throws Exception {
        for (Fsync fsync : Fsync.values()) {
            Path directory = root.resolve(fsync.name());
            DirectoryLock lock = DirectoryLock.take(directory);
            DiskFiles files = new DiskFiles(directory);
            DataDirectory data = DataDirectory.open(files, "boot", () -> 5);
            LogSettings settings = TestingLog.settings(fsync);
            AtomicLong confirmed = new AtomicLong();
            SlaveLog log = new SlaveLog(
                    files, settings, TimeSource.system(), recover(files, data, settings), new Confirmations(confirmed));
            LogThreads threads = new LogThreads(log);
            threads.start();
            TestingRanges ranges = new TestingRanges(3, log);
            Random random = new Random(4);
            for (int i = 0; i < 500; i++) {
                ranges.something(random);
            }
            log.flush();
            await().untilAsserted(() -> assertThat(confirmed.get()).isEqualTo(log.position()));
            threads.stop();
            assertThat(log.durable()).isEqualTo(log.position());
            ranges.checkEqual(recover(files, data, settings));
            lock.close();
        }
    }

    @Test
    void manyThreadsWriteWhatTheyAdd() throws Exception {
        int threadCount = 4;
        int each = 3_000;
        DiskFiles files = new DiskFiles(root);
        DataDirectory data = DataDirectory.open(files, "boot", () -> 5);
        LogSettings settings = TestingLog.settings(Fsync.EVERYSEC);
        AtomicLong confirmed = new AtomicLong();
        SlaveLog log = new SlaveLog(
                files, settings, TimeSource.system(), recover(files, data, settings), new Confirmations(confirmed));
        LogThreads threads = new LogThreads(log);
        threads.start();
        TestingRanges ranges = new TestingRanges(threadCount, log);
        ExecutorService adding = Executors.newFixedThreadPool(threadCount);
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < threadCount; i++) {
            TestingRanges.Range own = ranges.range(i);
            ends.add(adding.submit(() -> {
                own.born();
                for (int n = 0; n < each; n++) {
                    own.put("key:" + n % 50, new byte[n % 200]);
                    log.flush();
                }
            }));
        }
        for (Future<?> end : ends) {
            end.get();
        }
        adding.shutdown();
        await().untilAsserted(() -> assertThat(confirmed.get()).isEqualTo(log.position()));
        threads.stop();
        ranges.checkEqual(recover(files, data, settings));
    }

    @Test
    void filesAreNamedReplacedLinkedAndCut() throws Exception {
        DiskFiles files = new DiskFiles(root);
        assertThat(files.names("log")).isEmpty();
        files.replace("log/a", new byte[] {1, 2, 3});
        files.link("log/a", "kept/b");
        files.truncate("log/a", 2);
        files.rename("log/a", "log/c");
        assertThat(files.names("log")).isEqualTo(List.of("log/c"));
        try (LogFiles.ReadFile file = files.open("kept/b")) {
            byte[] read = new byte[5];
            assertThat(file.read(0, read, 0, 5)).isEqualTo(2);
            assertThat(file.size()).isEqualTo(2);
        }
        files.delete("log/c");
        assertThat(files.names("log")).isEmpty();
        assertThat(files.usableBytes()).isPositive();
    }

    private static RecoveredLog recover(DiskFiles files, DataDirectory data, LogSettings settings) {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            return new Recovery(
                            files,
                            settings,
                            data.dataId(),
                            data.trust(),
                            TestingRanges::newTable,
                            new RecoveryProgress())
                    .run(2, pool);
        } finally {
            pool.shutdown();
        }
    }

    private record Confirmations(AtomicLong position) implements SlaveLog.Listener {
        @Override
        public void confirmed(long reached) {
            position.set(reached);
        }

        @Override
        public void refusing(String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void failed(String reason) {
            throw new AssertionError(reason);
        }
    }
}
