package io.buddykv.node.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.node.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a data directory that is written to meanwhile. */
class BackupTest {
    private static final int RANGES = 5;
    private static final LogSettings SETTINGS = TestingLog.settings(Fsync.NEVER);

    @TempDir
    Path root;

    private final Random random = new Random(7);
    private Path data;
    private Path target;
    private DataDirectory directory;
    private SlaveLog log;
    private Snapshots snapshots;
    private TestingRanges ranges;

    @BeforeEach
    void aDirectoryInUse() throws IOException {
        data = Files.createDirectories(root.resolve("data"));
        target = root.resolve("backup");
        DiskFiles files = new DiskFiles(data);
        directory = DataDirectory.open(files, "boot", () -> 5);
        RecoveredLog recovered = recover(files);
        log = new SlaveLog(files, SETTINGS, TimeSource.system(), recovered, new Ignored());
        ranges = new TestingRanges(RANGES, log);
        snapshots = new Snapshots(files, log, recovered, ranges);
    }

    @AfterEach
    void end() {
        snapshots.close();
        log.close();
    }

    private void happen(int count) {
        for (int i = 0; i < count; i++) {
            ranges.something(random);
            log.commit();
            if (i % 4 == 0) {
                snapshots.step();
            }
        }
    }

    private RecoveredLog recover(LogFiles files) {
        return new Recovery(
                        files,
                        SETTINGS,
                        directory.dataId(),
                        TailTrust.WRITTEN,
                        TestingRanges::newTable,
                        new RecoveryProgress())
                .run(1, Runnable::run);
    }

    private RecoveredLog restored() throws IOException {
        BackupManifest.verify(target);
        return recover(new UnchangedFiles(new DiskFiles(target)));
    }

    @Test
    void whatIsCopiedIsWhatWasThere() throws IOException {
        for (int round = 0; round < 20; round++) {
            happen(150);
            new Backup(data, target).run();
            ranges.checkEqual(restored());
        }
        assertThat(log.figures().snapshots()).isPositive();
    }

    @Test
    void readingItChangesNothing() throws IOException {
        happen(600);
        new Backup(data, target).run();
        Path last = target.resolve("log").resolve(names("log").get(names("log").size() - 1));
        byte[] torn = Files.readAllBytes(last);
        Files.write(last, java.util.Arrays.copyOf(torn, torn.length - 3));
        recover(new UnchangedFiles(new DiskFiles(target)));
        assertThat(Files.size(last)).isEqualTo(torn.length - 3);
    }

    @Test
    void segmentsThatEndedAreNotCopiedAgain() throws IOException {
        happen(1_500);
        new Backup(data, target).run();
        happen(30);
        Backup.Copied second = new Backup(data, target).run();
        assertThat(second.keptFiles()).isPositive();
        ranges.checkEqual(restored());
    }

    @Test
    void aBackupWhileTheLogGoesOnIsAStateThatWas() throws Exception {
        happen(500);
        Thread writing = new Thread(() -> happen(4_000));
        writing.start();
        while (writing.isAlive()) {
            new Backup(data, target).run();
            RecoveredLog restored = restored();
            assertThat(restored.damages()).isEmpty();
            assertThat(restored.ranges()).hasSize(RANGES);
        }
        writing.join();
        new Backup(data, target).run();
        ranges.checkEqual(restored());
    }

    @Test
    void damageIsFoundBeforeAnythingIsRestored() throws IOException {
        happen(600);
        new Backup(data, target).run();
        Path file = target.resolve("log").resolve(names("log").get(0));
        byte[] octets = Files.readAllBytes(file);
        octets[octets.length / 2] ^= 1;
        Files.write(file, octets);
        assertThatThrownBy(() -> BackupManifest.verify(target)).hasMessage(file + " is damaged");
        Files.delete(file);
        assertThatThrownBy(() -> BackupManifest.verify(target)).hasMessage(file + " is missing");
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(target.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static final class Ignored implements SlaveLog.Listener {
        @Override
        public void confirmed(long position) {}

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
