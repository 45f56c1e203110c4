package io.buddykv.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A disk that is full, cannot be written, or fails to sync. */
class DiskTroubleTest {
    private final MemoryFiles files = new MemoryFiles();
    private final Random random = new Random(9);
    private TestingLog life;
    private TestingRanges ranges;

    @BeforeEach
    void aLogThatWorks() {
        life = new TestingLog(files, TestingLog.settings(Fsync.ALWAYS)).start(TailTrust.WRITTEN);
        ranges = new TestingRanges(4, life.log);
        writeSome(100);
        assertThat(life.log.commit()).isTrue();
    }

    @Test
    void aFullDiskRefusesLosesNothingAndRecoversByItself() {
        long confirmed = life.confirmed;
        files.limit(files.usedBytes() + 700);
        writeSome(60);
        assertThat(life.log.commit()).isFalse();
        assertThat(life.log.refusal()).contains("No space left on device");
        assertThat(life.confirmed).isEqualTo(confirmed);
        writeSome(200);
        assertThat(life.log.commit()).isFalse();
        assertThat(life.refusals).hasSize(1);

        files.limit(Long.MAX_VALUE);
        while (life.log.commit()) {
            assertThat(life.log.refusal()).isNull();
        }
        assertThat(life.confirmed).isEqualTo(life.log.position());
        assertThat(life.refusals).hasSize(2).last().isEqualTo("null");
        ranges.checkEqual(TestingLog.recover(files, life.settings, TailTrust.WRITTEN, 1));
    }

    @Test
    void aFullDiskAtAnyMomentOfASegmentsEnd() {
        for (int room = 0; room < 12_000; room += 531) {
            files.limit(files.usedBytes() + room);
            for (int i = 0; i < 40; i++) {
                writeSome(20);
                life.log.commit();
            }
            assertThat(life.log.refusal()).isNotNull();
            files.limit(Long.MAX_VALUE);
            while (life.log.commit()) {
                assertThat(life.log.refusal()).isNull();
            }
            ranges.checkEqual(TestingLog.recover(files.copy(), life.settings, TailTrust.WRITTEN, 1));
        }
    }

    @Test
    void growingWritesEndBeforeTheReserveIsTouched() {
        LogSettings settings = new LogSettings(Fsync.EVERYSEC, 1 << 20, 1 << 20, 10_000, 4096, 1 << 30, 3);
        TestingLog reserved = new TestingLog(new MemoryFiles(), settings).start(TailTrust.WRITTEN);
        reserved.log.housekeep();
        assertThat(reserved.log.refusal()).isNull();
        reserved.files.limit(reserved.files.usedBytes() + 9_999);
        reserved.time.pass(200);
        reserved.log.housekeep();
        assertThat(reserved.log.refusal()).contains("9999 octets left");
        TestingRanges few = new TestingRanges(1, reserved.log);
        few.range(0).born();
        assertThat(reserved.log.commit()).isTrue();
        reserved.files.limit(Long.MAX_VALUE);
        reserved.time.pass(200);
        reserved.log.housekeep();
        assertThat(reserved.log.refusal()).isNull();
    }

    @Test
    void aReadOnlyDiskRefusesAndRecovers() {
        files.failWrites("Read-only file system");
        writeSome(10);
        assertThat(life.log.commit()).isFalse();
        assertThat(life.log.refusal()).contains("Read-only file system");
        files.failWrites(null);
        assertThat(life.log.commit()).isTrue();
        ranges.checkEqual(TestingLog.recover(files, life.settings, TailTrust.WRITTEN, 1));
    }

    @Test
    void afterAFailedFsyncNothingIsEverConfirmedAgain() {
        long confirmed = life.confirmed;
        files.failForce("Input/output error");
        writeSome(10);
        life.log.commit();
        files.failForce(null);
        writeSome(10);
        assertThat(life.log.commit()).isFalse();
        life.log.sync();
        assertThat(life.confirmed).isEqualTo(confirmed);
        assertThat(life.log.confirmed()).isEqualTo(confirmed);
        assertThat(life.failures).hasSize(1).first().asString().contains("Input/output error");

        RecoveredLog recovered = TestingLog.recover(files, life.settings, TailTrust.DURABLE, 1);
        ranges.checkStates(recovered);
        assertThat(recovered.tailCut()).isTrue();
        assertThat(recovered.damages()).isEmpty();
    }

    @Test
    void afterAFailedFsyncWhatIsAddedTakesNoMemory() {
        files.failForce("Input/output error");
        writeSome(10);
        life.log.commit();
        long before = life.log.position();
        writeSome(100);
        assertThat(life.log.position()).isGreaterThan(before);
        assertThat(life.log.hasPending()).isFalse();
        assertThat(life.log.hasEnded()).isTrue();
    }

    /** Of the folder, when a segment is begun: its name is no safer than its content. */
    @Test
    void aFailedFsyncOfTheFolderEndsTheLogToo() {
        files.failFolderForce("Input/output error");
        while (!life.log.hasEnded() && life.log.segments().current() < 3) {
            writeSome(100);
            life.log.commit();
        }
        assertThat(life.failures).hasSize(1).first().asString().contains("Input/output error");
    }

    @Test
    void aSnapshotThatCannotBeWrittenIsMadeAgain() {
        Snapshots snapshots = life.snapshots(ranges);
        for (int i = 0; i < 3000; i++) {
            writeSome(2);
            files.failWrites(random.nextInt(4) == 0 ? "No space left on device" : null);
            snapshots.step();
            files.failWrites(null);
            life.log.commit();
        }
        assertThat(life.log.figures().snapshots()).isPositive();
        assertThat(files.names("snapshots"))
                .allMatch(name -> FileNames.snapshotRange(name) >= 0 || name.endsWith(".new"));
        ranges.checkEqual(TestingLog.recover(files, life.settings, TailTrust.WRITTEN, 1));
    }

    private void writeSome(int count) {
        for (int i = 0; i < count; i++) {
            ranges.something(random);
        }
    }
}
