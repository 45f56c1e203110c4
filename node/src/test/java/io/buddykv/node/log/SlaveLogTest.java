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
}
