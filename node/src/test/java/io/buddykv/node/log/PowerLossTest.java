package io.buddykv.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is left when the machine loses power, which keeps and drops sectors that were not forced as chance has it. */
class PowerLossTest {
    private static final int RANGES = 4;

    @Property(tries = 60)
    void alwaysLosesNothingThatWasConfirmed(@ForAll long seed) {
        new Machine(Fsync.ALWAYS, seed).live();
    }

    @Property(tries = 60)
    void everysecLosesAtMostTheLastSecond(@ForAll long seed) {
        new Machine(Fsync.EVERYSEC, seed).live();
    }

    @Property(tries = 30)
    void neverStillServesNothingWrong(@ForAll long seed) {
        new Machine(Fsync.NEVER, seed).live();
    }

    /** A segment that ends within an entry, and behind it in the log the beginning of the last snapshot. */
    @Example
    void whatIsLostInFrontOfASnapshotCostsNothing() {
        new Machine(Fsync.EVERYSEC, 77_286).live();
    }

    /** Several lives on one disk, each of which ends with a loss of power. */
    private static final class Machine {
        private final MemoryFiles files = new MemoryFiles();
        private final Random random;
        private final Fsync fsync;
        private TestingRanges ranges;

        /** By range: the state that must survive, at least: tenure and sequence. */
        private Map<Integer, long[]> owed = new HashMap<>();

        Machine(Fsync fsync, long seed) {
            this.fsync = fsync;
            this.random = new Random(seed);
        }

        void live() {
            for (int round = 0; round < 4; round++) {
                TestingLog life = new TestingLog(files, TestingLog.settings(fsync))
                        .start(round == 0 ? TailTrust.WRITTEN : TailTrust.GAPLESS);
                check(life.recovered);
                if (ranges == null) {
                    ranges = new TestingRanges(RANGES, life.log);
                } else {
                    ranges.goOn(life.log, life.recovered);
                }
                write(life);
                files.losePower(random);
            }
        }

        private void write(TestingLog life) {
            Snapshots snapshots = life.snapshots(ranges);
            TreeMap<Long, Map<Integer, long[]>> states = new TreeMap<>();
            states.put(Long.MIN_VALUE, new HashMap<>());
            long lastCommit = 0;
            for (int i = random.nextInt(400); i >= 0; i--) {
                ranges.something(random);
                if (random.nextInt(3) == 0 && life.log.commit() && fsync != Fsync.NEVER) {
                    lastCommit = life.time.nanos();
                    states.put(lastCommit, states());
                    if (fsync == Fsync.ALWAYS) {
                        owed = states();
                    }
                }
                if (random.nextInt(3) == 0) {
                    snapshots.step();
                }
                life.time.pass(random.nextInt(60));
            }
            if (fsync == Fsync.EVERYSEC) {
                owed = states.floorEntry(lastCommit - SlaveLog.MOST_UNSYNCED_NANOS)
                        .getValue();
            }
        }

        private Map<Integer, long[]> states() {
            Map<Integer, long[]> states = new HashMap<>();
            for (int i = 0; i < RANGES; i++) {
                TestingRanges.Range range = ranges.range(i);
                if (range.isComplete()) {
                    states.put(i, new long[] {range.history().latest(), range.sequence()});
                }
            }
            return states;
        }

        private void check(RecoveredLog recovered) {
            if (ranges == null) {
                return;
            }
            ranges.checkStates(recovered);
            if (fsync != Fsync.NEVER) {
                assertThat(recovered.damages()).isEmpty();
            }
            for (RecoveredRange range : recovered.ranges()) {
                long[] least = owed.get(range.index());
                if (least != null && !wasForgottenSince(range, least)) {
                    assertThat(range.complete())
                            .as("range %d is held", range.index())
                            .isTrue();
                    boolean reached = range.history().latest() > least[0]
                            || range.history().latest() == least[0] && range.sequence() >= least[1];
                    assertThat(reached)
                            .as(
                                    "range %d at %d/%d, owed %d/%d",
                                    range.index(), range.history().latest(), range.sequence(), least[0], least[1])
                            .isTrue();
                }
            }
            owed = new HashMap<>();
        }

        /** What was logged after what is owed may have been kept as well: then the range may have been given up or begun anew. */
        private boolean wasForgottenSince(RecoveredRange range, long[] least) {
            return !range.isTakenOut()
                    && !range.complete()
                    && (range.history().latest() == 0 || range.history().latest() > least[0]);
        }
    }
}
