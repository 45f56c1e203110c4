package io.buddykv.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written comes back: over segments, snapshots, ends of processes, and many lives. */
class SlaveLogTest {
    private final MemoryFiles files = new MemoryFiles();

    @Test
    void whatWasCommittedIsRecovered() {
        TestingLog life = new TestingLog(files, TestingLog.SMALL).start(TailTrust.WRITTEN);
        TestingRanges ranges = new TestingRanges(5, life.log);
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            ranges.something(random);
            if (random.nextInt(5) == 0) {
                life.log.commit();
            }
        }
        life.log.commit();
        assertThat(files.names("log")).hasSizeGreaterThan(3);
        RecoveredLog recovered = TestingLog.recover(files, TestingLog.SMALL, TailTrust.WRITTEN, 3);
        ranges.checkEqual(recovered);
        assertThat(recovered.damages()).isEmpty();
        assertThat(recovered.tailCut()).isFalse();
    }

    @Test
    void manyLivesWithSnapshotsInBetween() {
        TestingRanges ranges = null;
        Random random = new Random(2);
        for (int round = 0; round < 30; round++) {
            TestingLog life = new TestingLog(files, TestingLog.SMALL).start(TailTrust.WRITTEN);
            assertThat(life.recovered.damages()).isEmpty();
            if (ranges == null) {
                ranges = new TestingRanges(6, life.log);
            } else {
                ranges.checkEqual(life.recovered);
                ranges.goOn(life.log, life.recovered);
            }
            Snapshots snapshots = life.snapshots(ranges);
            for (int i = random.nextInt(1500); i >= 0; i--) {
                ranges.something(random);
                if (random.nextInt(4) == 0) {
                    life.log.commit();
                }
                if (random.nextInt(3) == 0) {
                    snapshots.step();
                }
            }
            if (random.nextBoolean()) {
                snapshots.close();
                life.log.close();
            } else {
                life.log.commit();
            }
        }
        assertThat(files.names("snapshots")).isNotEmpty();
    }

    @Test
    void theDiskHoldsAtMostSoMuchForWhatIsAlive() {
        LogSettings settings = new LogSettings(Fsync.NEVER, 64 * 1024, 1 << 20, 0, 16 * 1024, 1 << 30, 3);
        TestingLog life = new TestingLog(files, settings).start(TailTrust.WRITTEN);
        TestingRanges ranges = new TestingRanges(16, life.log);
        for (int i = 0; i < 16; i++) {
            ranges.range(i).born();
        }
        Snapshots snapshots = life.snapshots(ranges);
        Random random = new Random(3);
        int keys = 4000;
        long most = 0;
        for (int i = 0; i < 60_000; i++) {
            int key = random.nextInt(keys);
            ranges.range(key % 16).put("key:" + key, new byte[100]);
            if (i % 10 == 0) {
                life.log.commit();
                snapshots.step();
            }
            if (i > 20_000 && i % 500 == 0) {
                most = Math.max(most, files.usedBytes());
            }
        }
        long live = keys * (100L + 8);
        assertThat(most).isLessThan((long) (2.5 * live) + 2 * settings.segmentBytes());
        assertThat(life.log.figures().snapshots()).isGreaterThan(16);
        life.log.commit();
        ranges.checkEqual(TestingLog.recover(files, settings, TailTrust.WRITTEN, 2));
    }

    @Test
    void oneWriteAndOneFsyncForABatch() {
        TestingLog life = new TestingLog(files, TestingLog.settings(Fsync.ALWAYS)).start(TailTrust.WRITTEN);
        TestingRanges ranges = new TestingRanges(3, life.log);
        ranges.something(new Random(1));
        life.log.commit();
        int before = files.forces();
        long position = 0;
        Random random = new Random(5);
        for (int i = 0; i < 50; i++) {
            position = ranges.something(random);
        }
        assertThat(life.log.commit()).isTrue();
        assertThat(files.forces() - before).isEqualTo(1);
        assertThat(life.confirmed).isEqualTo(position);
        assertThat(life.log.commit()).isFalse();
    }

    @Test
    void littleIsWrittenByWhoAddsIt() {
        TestingLog life = new TestingLog(files, TestingLog.SMALL).start(TailTrust.WRITTEN);
        TestingRanges ranges = new TestingRanges(3, life.log);
        Random random = new Random(6);
        ranges.something(random);
        assertThat(life.log.commitIfQuick()).as("no segment has been begun").isFalse();
        assertThat(life.confirmed).isZero();
        life.log.commit();
        for (int i = 0; i < 3; i++) {
            long position = ranges.something(random);
            assertThat(life.log.commitIfQuick()).isTrue();
            assertThat(life.confirmed).isEqualTo(position);
        }
        ranges.checkEqual(TestingLog.recover(files, TestingLog.SMALL, TailTrust.WRITTEN, 1));
    }

    @Test
    void whatIsNotQuickIsLeftToTheWriter() {
        LogSettings large = new LogSettings(Fsync.EVERYSEC, 1 << 20, 1 << 20, 0, 4096, 1 << 30, 3);
        TestingLog life = new TestingLog(files, large).start(TailTrust.WRITTEN);
        life.log.record(0, 1, 1, new byte[10], 0, 10);
        life.log.commit();

        life.log.record(0, 1, 2, new byte[SlaveLog.QUICK_BYTES], 0, SlaveLog.QUICK_BYTES);
        assertThat(life.log.commitIfQuick()).as("much").isFalse();
        life.log.commit();

        life.time.pass(SlaveLog.MOST_UNSYNCED_NANOS / 1_000_000 + 1);
        long late = life.log.record(0, 1, 3, new byte[10], 0, 10);
        assertThat(life.log.commitIfQuick()).as("an fsync is due").isFalse();
        life.log.commit();
        assertThat(life.confirmed).isEqualTo(late);

        files.failWrites("no space left");
        life.log.record(0, 1, 4, new byte[10], 0, 10);
        assertThat(life.log.commitIfQuick()).as("the disk takes nothing").isFalse();
        assertThat(life.refusals).hasSize(1);
        files.failWrites(null);
        assertThat(life.log.commitIfQuick()).as("a repeated attempt").isFalse();
        assertThat(life.log.commit()).isTrue();

        int bytes = SlaveLog.QUICK_BYTES - 100;
        for (long sequence = 5; life.log.segments().current() == 1; sequence++) {
            long position = life.log.record(0, 1, sequence, new byte[bytes], 0, bytes);
            boolean fits = life.log.segments().totalBytes() + bytes + Entry.HEADER_BYTES < large.segmentBytes();
            assertThat(life.log.commitIfQuick()).as("the segment has room").isEqualTo(fits);
            life.log.commit();
            assertThat(life.confirmed).isEqualTo(position);
        }
    }

    @Test
    void withAlwaysTheWriterCollectsForOneFsync() {
        TestingLog life = new TestingLog(files, TestingLog.settings(Fsync.ALWAYS)).start(TailTrust.WRITTEN);
        life.log.record(0, 1, 1, new byte[10], 0, 10);
        life.log.commit();
        life.log.record(0, 1, 2, new byte[10], 0, 10);
        assertThat(life.log.commitIfQuick()).isFalse();
    }
}
