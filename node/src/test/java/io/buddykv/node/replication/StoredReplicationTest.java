package io.buddykv.node.replication;

import static io.buddykv.node.replication.TestingSlaves.down;
import static io.buddykv.node.replication.TestingSlaves.entry;
import static io.buddykv.node.replication.TestingSlaves.handingOver;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.node.log.Fsync;
import io.buddykv.node.log.LogSettings;
import io.buddykv.node.log.MemoryFiles;
import io.buddykv.node.log.RecoveredLog;
import io.buddykv.node.log.Recovery;
import io.buddykv.node.log.RecoveryProgress;
import io.buddykv.node.log.SlaveLog;
import io.buddykv.node.log.TailTrust;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.topology.ClusterMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Slaves that keep their ranges on disk: what answers wait for (R2), and what comes back after all have ended. */
class StoredReplicationTest {
    private static final long DATA_A = 900;
    private static final long DATA_B = 901;

    private final TestingSlaves cluster = new TestingSlaves();
    private final TestingSlaves.Slave a = cluster.slave(1, DATA_A);
    private final TestingSlaves.Slave b = cluster.slave(2, DATA_B);

    private void adopt(ClusterMap map, TestingSlaves.Slave... slaves) {
        for (TestingSlaves.Slave slave : slaves) {
            slave.adopt(map);
        }
        cluster.time.pass(5);
    }

    private void born() {
        adopt(cluster.map(entry(a, 1, 1, List.of(a, b), List.of())), a, b);
        cluster.time.pass(40);
    }

    private static TestingJournal journal(TestingSlaves.Slave slave) {
        TestingJournal journal = new TestingJournal(slave.ranges::logConfirmed);
        slave.ranges.keepIn(journal, List.of());
        return journal;
    }

    @Test
    void anAnswerLeavesWhenBothLogsHaveConfirmed() {
        TestingJournal logOfA = journal(a);
        TestingJournal logOfB = journal(b);
        born();
        logOfA.confirmsAtOnce = false;
        logOfB.confirmsAtOnce = false;

        TestingSlaves.Answer first = a.set("k", "v");
        cluster.time.pass(10);
        assertThat(b.range().sequence()).isEqualTo(1);
        assertThat(first.done).isFalse();
        logOfB.confirm();
        cluster.time.pass(10);
        assertThat(first.done).as("in the buddy's log only").isFalse();
        logOfA.confirm();
        cluster.time.pass(10);
        assertThat(first.done).isTrue();

        TestingSlaves.Answer second = a.set("k", "w");
        logOfA.confirm();
        cluster.time.pass(10);
        assertThat(second.done).as("in the primary's log only").isFalse();
        logOfB.confirm();
        cluster.time.pass(10);
        assertThat(second.done).isTrue();
    }

    @Test
    void aReadOfWhatIsInNoLogYetWaitsAndOthersDoNot() {
        TestingJournal log = journal(a);
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of())), a);
        a.set("old", "x");
        assertThat(a.get("old").done).isTrue();
        log.confirmsAtOnce = false;
        TestingSlaves.Answer set = a.set("k", "v");
        TestingSlaves.Answer read = a.get("k");
        assertThat(set.done || read.done).isFalse();
        assertThat(a.get("old").done).isTrue();
        log.confirm();
        cluster.time.pass(5);
        assertThat(set.done && read.done).isTrue();
    }

    @Test
    void whatTheLogHasConfirmedIsReadThoughSomethingLaterOfTheRangeWaits() {
        TestingJournal log = journal(a);
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of())), a);
        for (int i = 0; i < 100; i++) {
            a.set("old" + i, "x");
        }
        log.confirmsAtOnce = false;
        for (int i = 0; i < 100; i++) {
            assertThat(a.set("new" + i, "y").done).isFalse();
        }
        log.standstill = "Input/output error";
        log.refusal = log.standstill;
        for (int i = 0; i < 100; i++) {
            assertThat(a.get("old" + i).done).as("old " + i).isTrue();
            assertThat(a.get("new" + i).done).as("new " + i).isFalse();
        }
    }

    @Test
    void aSlaveWhoseLogHasEndedHandsOverWhatItsBuddyHas() {
        TestingJournal logOfA = journal(a);
        journal(b);
        born();
        a.set("k", "v");
        cluster.time.pass(40);
        logOfA.confirmsAtOnce = false;
        TestingSlaves.Answer unlogged = a.set("k", "w");
        logOfA.standstill = "fsync failed";
        logOfA.refusal = logOfA.standstill;
        cluster.time.pass(40);
        adopt(cluster.map(handingOver(entry(a, 1, 1, List.of(a, b), List.of()), b)), a, b);
        cluster.time.pass(40);
        assertThat(a.range().isReleased()).as("it may still be written").isFalse();
        logOfA.ended = true;
        a.ranges.tick();
        assertThat(a.range().isReleased()).isTrue();
        assertThat(unlogged.done).isFalse();
        adopt(cluster.map(entry(b, 2, 2, List.of(b), List.of())), a, b);
        cluster.time.pass(400);
        assertThat(b.get("k").value).isEqualTo("w");
        assertThat(a.get("k").admission).isEqualTo(Admission.MOVED);
    }

    @Test
    void aSlaveThatCannotWriteRefusesValuesAndAnswersReads() {
        TestingJournal log = journal(a);
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of())), a);
        a.set("k", "v");
        log.refusal = "the disk is full";
        assertThatThrownBy(() -> a.set("k", "w"))
                .isInstanceOf(CommandException.class)
                .hasMessage("MISCONF the disk is full");
        assertThat(a.get("k").value).isEqualTo("v");
        log.refusal = null;
        assertThat(a.set("k", "w").admission).isEqualTo(Admission.SERVE);
    }

    @Test
    void aSlaveThatCanWriteNothingRefusesDeletionsToo() {
        TestingJournal log = journal(a);
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of())), a);
        a.set("k", "v");
        log.standstill = "the disk is read-only";
        log.refusal = log.standstill;
        assertThatThrownBy(() -> a.delete("k")).hasMessage("MISCONF the disk is read-only");
        assertThat(a.get("k").value).isEqualTo("v");
        log.standstill = null;
        assertThat(a.delete("k").admission).isEqualTo(Admission.SERVE);
    }

    @Test
    void whatACopyCannotStoreIsRefusedBeforeItIsApplied() {
        journal(a);
        TestingJournal logOfB = journal(b);
        born();
        a.set("k", "v");
        logOfB.refusal = "the disk is full";
        cluster.time.pass(100);
        assertThatThrownBy(() -> a.set("k", "w")).hasMessageStartingWith("MISCONF a copy of this key");
        assertThat(a.get("k").value).isEqualTo("v");
        logOfB.refusal = null;
        cluster.time.pass(100);
        assertThat(a.set("k", "w").admission).isEqualTo(Admission.SERVE);
    }

    @Test
    void aCopyThatCannotStoreItTakesNoOffer() {
        journal(a);
        TestingJournal logOfB = journal(b);
        logOfB.refusal = "the disk is full";
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of(b))), a, b);
        cluster.time.pass(100);
        assertThat(a.events).anyMatch(event -> event.contains("nothing can be stored here: the disk is full"));
        assertThat(b.range().isComplete()).isFalse();
    }

    @Test
    void whenAllHaveEndedTheRangesComeUpFromTheDisk() {
        MemoryFiles diskOfA = new MemoryFiles();
        MemoryFiles diskOfB = new MemoryFiles();
        List<SlaveLog> logs = List.of(storedOn(a, diskOfA, DATA_A), storedOn(b, diskOfB, DATA_B));
        born();
        pass(40, logs);
        TestingSlaves.Answer set = null;
        for (int i = 0; i < 50; i++) {
            set = a.set("k" + i, "v" + i);
            pass(5, logs);
        }
        assertThat(set.done).isTrue();

        TestingSlaves.Slave newB = cluster.slave(2, DATA_B);
        TestingSlaves.Slave newA = cluster.slave(1, DATA_A);
        List<SlaveLog> newLogs = List.of(storedOn(newB, diskOfB, DATA_B), storedOn(newA, diskOfA, DATA_A));
        adopt(cluster.map(down(newA, 2, List.of(a, b))), newA, newB);
        assertThat(newB.range().isComplete()).isTrue();
        assertThat(newB.range().sequence()).isEqualTo(50);
        assertThat(newA.range().lastTenure()).isEqualTo(1);

        adopt(cluster.map(entry(newA, 3, 3, List.of(newA), List.of(newB))), newA, newB);
        pass(400, newLogs);
        assertThat(newA.get("k49").value).isEqualTo("v49");
        assertThat(newB.range().sequence()).isEqualTo(50);
        assertThat(newB.range().lastTenure())
                .as("follows, without having been filled")
                .isEqualTo(3);
        assertThat(newB.events).noneMatch(event -> event.contains("refused"));
    }

    @Test
    void aSlaveThatWasAwayGetsWhatItMissedFromThePrimarysLog() {
        MemoryFiles diskOfB = new MemoryFiles();
        SlaveLog logOfA = storedOn(a, new MemoryFiles(), DATA_A);
        missedByB(logOfA, diskOfB);
        TestingSlaves.Slave newB = cluster.slave(2, DATA_B);
        List<SlaveLog> logs = List.of(logOfA, storedOn(newB, diskOfB, DATA_B));
        assertThat(a.range().backlog().reaches(10))
                .as("what it missed is in memory")
                .isFalse();

        adopt(cluster.map(entry(a, 3, 1, List.of(a), List.of(newB))), a, newB);
        for (int i = 0; i < 300; i++) {
            a.set("meanwhile" + i, "v".repeat(100));
            pass(1, logs);
        }
        pass(100, logs);
        assertThat(newB.range().proof()).isEqualTo(a.range().proof());
        assertThat(a.events).contains("caught up 2").noneMatch(event -> event.contains("refused"));
        assertThat(a.ranges.figures().bytesFilled()).isZero();
        assertThat(a.ranges.figures().bytesMissed()).isBetween(200_000L, 300_000L);
    }

    @Test
    void whatIsNoLongerInThePrimarysLogIsFetchedWhole() {
        MemoryFiles diskOfA = new MemoryFiles();
        MemoryFiles diskOfB = new MemoryFiles();
        SlaveLog logOfA = storedOn(a, diskOfA, DATA_A);
        missedByB(logOfA, diskOfB);
        diskOfA.names("log").forEach(diskOfA::delete);
        TestingSlaves.Slave newB = cluster.slave(2, DATA_B);
        List<SlaveLog> logs = List.of(logOfA, storedOn(newB, diskOfB, DATA_B));

        adopt(cluster.map(entry(a, 3, 1, List.of(a), List.of(newB))), a, newB);
        pass(400, logs);
        assertThat(newB.range().proof()).isEqualTo(a.range().proof());
        assertThat(a.ranges.figures().bytesFilled()).isPositive();
    }

    /** Ten keys on both, and then 2,000 on the primary alone, whose log is written all the while. */
    private void missedByB(SlaveLog logOfA, MemoryFiles diskOfB) {
        List<SlaveLog> logs = List.of(logOfA, storedOn(b, diskOfB, DATA_B));
        born();
        pass(40, logs);
        for (int i = 0; i < 10; i++) {
            a.set("k" + i, "v");
            pass(5, logs);
        }
        adopt(cluster.map(entry(a, 2, 1, List.of(a), List.of())), a);
        for (int i = 0; i < 2_000; i++) {
            assertThat(a.set("m" + i, "v".repeat(100)).admission).isEqualTo(Admission.SERVE);
            if (i % 50 == 0) {
                pass(1, List.of(logOfA));
            }
        }
        pass(10, List.of(logOfA));
    }

    /** Time passes, and logs write as often as their threads would. */
    private void pass(int millis, List<SlaveLog> logs) {
        for (int i = 0; i < millis; i++) {
            cluster.time.pass(1);
            logs.forEach(SlaveLog::commit);
        }
    }

    @Test
    void aRangeThatTheMapGivesToOthersIsKeptForAWhile() {
        MemoryFiles disk = new MemoryFiles();
        SlaveLog log = storedOn(a, disk, DATA_A);
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of())), a);
        a.set("k", "v");
        log.commit();
        TestingSlaves.Slave again = cluster.slave(1, DATA_A);
        storedOn(again, disk, DATA_A);
        adopt(cluster.map(entry(b, 2, 2, List.of(b), List.of())), again);
        assertThat(again.range().sequence()).isEqualTo(1);
        cluster.time.pass(61_000);
        again.ranges.tick();
        assertThat(again.range().sequence()).isZero();
        assertThat(again.range().isComplete()).isFalse();
    }

    private SlaveLog storedOn(TestingSlaves.Slave slave, MemoryFiles disk, long dataId) {
        LogSettings settings = LogSettings.of(Fsync.EVERYSEC);
        RecoveredLog recovered = new Recovery(
                        disk, settings, dataId, TailTrust.WRITTEN, slave.ranges::newTable, new RecoveryProgress())
                .run(1, Runnable::run);
        SlaveLog log = new SlaveLog(disk, settings, cluster.time, recovered, new Confirming(slave));
        slave.ranges.keepIn(log, recovered.ranges());
        return log;
    }

    private record Confirming(TestingSlaves.Slave slave) implements SlaveLog.Listener {
        @Override
        public void confirmed(long position) {
            slave.ranges.logConfirmed();
        }

        @Override
        public void refusing(String reason) {
            slave.events.add("refusing " + reason);
        }

        @Override
        public void failed(String reason) {
            slave.events.add("log failed " + reason);
        }
    }
}
