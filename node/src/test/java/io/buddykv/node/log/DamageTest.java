package io.buddykv.node.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever octet of a log or a snapshot changes, and wherever a file ends too early: no value that never was, no range
 * with a part missing in the middle, and a slave that starts, writes, and starts again.
 */
class DamageTest {
    private static final int RANGES = 6;
    /** All octets are taken in the profile proof, every so-manieth one otherwise; a prime, so that all bits come up. */
    private static final int STRIDE = "full".equals(System.getProperty("proof")) ? 1 : 11;

    private static final LogSettings SETTINGS =
            new LogSettings(Fsync.EVERYSEC, 16 * 1024, 1 << 20, 0, 4096, 1 << 30, 3);

    private final MemoryFiles files = new MemoryFiles();
    private TestingRanges ranges;

    /** Two segments and a bit, snapshots of some ranges, and a process that was killed. */
    @BeforeEach
    void aSmallLogWithSnapshots() {
        TestingLog life = new TestingLog(files, SETTINGS).start(TailTrust.WRITTEN);
        ranges = new TestingRanges(RANGES, life.log);
        Snapshots snapshots = life.snapshots(ranges);
        Random random = new Random(11);
        while (files.names("snapshots").size() < 4 || files.names("log").size() < 2) {
            ranges.something(random);
            if (random.nextInt(3) == 0) {
                life.log.commit();
            }
            if (random.nextInt(8) == 0) {
                snapshots.step();
            }
        }
        for (int i = 0; i < 40; i++) {
            ranges.something(random);
            life.log.commit();
        }
        snapshots.close();
    }

    @Test
    void everyOctetOfTheLogFlipped() {
        int harmless = 0;
        int flips = 0;
        for (String name : files.names("log")) {
            for (int at = 0; at < files.content(name).length; at += STRIDE) {
                MemoryFiles damaged = flipped(name, at);
                RecoveredLog recovered = TestingLog.recover(damaged, SETTINGS, trust(at), 1);
                int held = ranges.checkStates(recovered);
                flips++;
                harmless += held == RANGES ? 1 : 0;
                if (at % (37 * STRIDE) == 0) {
                    writesAndStartsAgain(damaged);
                }
            }
        }
        assertThat(flips).isGreaterThan(20_000 / STRIDE);
        assertThat(harmless).isLessThan(flips);
    }

    @Test
    void everyOctetOfASnapshotFlipped() {
        for (String name : files.names("snapshots")) {
            int range = FileNames.snapshotRange(name);
            for (int at = 0; at < files.content(name).length; at += STRIDE) {
                MemoryFiles damaged = flipped(name, at);
                RecoveredLog recovered = TestingLog.recover(damaged, SETTINGS, TailTrust.WRITTEN, 1);
                int held = ranges.checkStates(recovered);
                assertThat(held)
                        .as("ranges held after %s changed at %d", name, at)
                        .isGreaterThanOrEqualTo(RANGES - 1);
                if (!recovered.damages().isEmpty()) {
                    assertThat(damaged.names("kept")).isNotEmpty();
                }
                if (at % (37 * STRIDE) == 0) {
                    writesAndStartsAgain(damaged);
                }
            }
            assertThat(range).isNotNegative();
        }
    }

    @Test
    void everyLengthOfEveryFile() {
        for (String name : allNames()) {
            byte[] content = files.content(name);
            for (int length = 0; length < content.length; length += STRIDE) {
                MemoryFiles damaged = files.copy();
                damaged.content(name, Arrays.copyOf(content, length));
                ranges.checkStates(TestingLog.recover(damaged, SETTINGS, trust(length), 1));
                if (length % (37 * STRIDE) == 0) {
                    writesAndStartsAgain(damaged);
                }
            }
        }
    }

    /** What is left of such an entry says that it is longer than all of the file. */
    @Test
    void aTornEntryThatIsLargerThanItsFileIsTheTail() {
        MemoryFiles fresh = new MemoryFiles();
        TestingLog life = new TestingLog(fresh, SETTINGS).start(TailTrust.WRITTEN);
        TestingRanges one = new TestingRanges(1, life.log);
        one.range(0).born();
        one.range(0).put("small", new byte[10]);
        life.log.commit();
        String name = fresh.names("log").get(0);
        int before = fresh.content(name).length;
        one.range(0).put("large", new byte[12_000]);
        life.log.commit();
        byte[] content = fresh.content(name);
        for (int length = before; length < content.length; length += STRIDE) {
            MemoryFiles torn = fresh.copy();
            torn.content(name, Arrays.copyOf(content, length));
            RecoveredLog recovered = TestingLog.recover(torn, SETTINGS, TailTrust.WRITTEN, 1);
            assertThat(recovered.damages()).as("cut at %d", length).isEmpty();
            assertThat(one.checkStates(recovered)).as("cut at %d", length).isOne();
        }
    }

    @Test
    void everyFileMissing() {
        for (String name : allNames()) {
            MemoryFiles damaged = files.copy();
            damaged.delete(name);
            ranges.checkStates(TestingLog.recover(damaged, SETTINGS, TailTrust.WRITTEN, 1));
            writesAndStartsAgain(damaged);
        }
    }

    @Test
    void damageInTheMiddleCostsOnlyTheRangesItHits() {
        String name = files.names("log").get(0);
        TestingLog later = new TestingLog(files, SETTINGS).start(TailTrust.WRITTEN);
        ranges.checkEqual(later.recovered);
        int least = RANGES;
        int most = 0;
        for (int at = FileHeader.BYTES; at < files.content(name).length; at += 50) {
            int held = ranges.checkStates(TestingLog.recover(flipped(name, at), SETTINGS, TailTrust.WRITTEN, 1));
            least = Math.min(least, held);
            most = Math.max(most, held);
        }
        assertThat(most).isEqualTo(RANGES);
        assertThat(least).isLessThan(RANGES);
    }

    @Test
    void aNewerFormatIsRefusedWithAClearMessage() {
        String name = files.names("log").get(1);
        byte[] content = files.content(name).clone();
        byte[] header = new FileHeader(FileHeader.VERSION + 1, TestingLog.DATA_ID, 1, -1).toBytes();
        System.arraycopy(header, 0, content, 0, header.length);
        files.content(name, content);
        assertThatThrownBy(() -> TestingLog.recover(files, SETTINGS, TailTrust.WRITTEN, 1))
                .isInstanceOf(NewerFormatException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("has format 2, and this program reads formats up to 1");
    }

    private void writesAndStartsAgain(MemoryFiles damaged) {
        TestingLog life = new TestingLog(damaged, SETTINGS).start(TailTrust.WRITTEN);
        TestingRanges after = new TestingRanges(RANGES, life.log);
        Random random = new Random(5);
        for (int i = 0; i < RANGES; i++) {
            after.range(i).born();
            after.range(i).record(random);
        }
        assertThat(life.log.commit()).isTrue();
        after.checkEqual(TestingLog.recover(damaged, SETTINGS, TailTrust.WRITTEN, 1));
    }

    private List<String> allNames() {
        List<String> names = new ArrayList<>(files.names("log"));
        names.addAll(files.names("snapshots"));
        return names;
    }

    private static TailTrust trust(int at) {
        return TailTrust.values()[at % 3];
    }

    private MemoryFiles flipped(String name, int at) {
        MemoryFiles damaged = files.copy();
        byte[] content = damaged.content(name).clone();
        content[at] ^= (byte) (1 << at % 8);
        damaged.content(name, content);
        return damaged;
    }
}
