package io.buddykv.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that are read again from a log which goes on being written. */
class MissedRecordsTest {
    private static final int RANGES = 3;

    private final MemoryFiles files = new MemoryFiles();
    private TestingLog life;
    private TestingRanges ranges;
    private int written;

    @BeforeEach
    void rangesAreBorn() {
        life = new TestingLog(files, TestingLog.SMALL).start(TailTrust.WRITTEN);
        ranges = new TestingRanges(RANGES, life.log);
        for (int range = 0; range < RANGES; range++) {
            ranges.range(range).born();
        }
    }

    private void write(int records) {
        for (int i = 0; i < records; i++) {
            ranges.range(i % RANGES).put("key" + written++, new byte[100]);
            life.log.commit();
        }
    }

    /** By range the sequences that one pass gives. */
    private Map<Integer, List<Long>> read(MissedRecords missed) {
        Map<Integer, List<Long>> sequences = new TreeMap<>();
        boolean[] ended = new boolean[1];
        while (!ended[0]) {
            missed.next(batch -> {
                batch.forEach((range, sequence, bytes, offset, length) -> {
                    assertThat(length).isGreaterThan(100);
                    sequences.computeIfAbsent(range, key -> new ArrayList<>()).add(sequence);
                });
                ended[0] = batch.isLast();
            });
        }
        return sequences;
    }

    private static List<Long> sequences(long from, long to) {
        List<Long> sequences = new ArrayList<>();
        for (long each = from; each <= to; each++) {
            sequences.add(each);
        }
        return sequences;
    }

    @Test
    void eachWantedRangeComesInOrderThroughAllSegments() {
        write(1_500);
        assertThat(files.names("log").size()).isGreaterThan(5);
        MissedRecords missed = life.log.missedRecords();
        assertThat(missed.want(0, 20)).isTrue();
        assertThat(missed.want(2, 350)).isTrue();
        assertThat(read(missed)).isEqualTo(Map.of(0, sequences(21, 500), 2, sequences(351, 500)));
    }

    @Test
    void aPassEndsWithWhatIsWrittenAndAnotherGoesOn() {
        write(30);
        ranges.range(0).put("waits", new byte[100]);
        MissedRecords first = life.log.missedRecords();
        first.want(0, 0);
        assertThat(read(first)).isEqualTo(Map.of(0, sequences(1, 10)));
        life.log.commit();
        MissedRecords second = life.log.missedRecords();
        second.want(0, 10);
        assertThat(read(second)).isEqualTo(Map.of(0, sequences(11, 11)));
    }

    @Test
    void whatTheRangeHasForgottenIsNotGivenAsWhatItHolds() {
        write(30);
        ranges.range(0).born();
        ranges.range(0).put("another", new byte[200]);
        life.log.commit();
        MissedRecords missed = life.log.missedRecords();
        missed.want(0, 0);
        List<Integer> lengths = new ArrayList<>();
        missed.next(batch -> batch.forEach((range, sequence, bytes, offset, length) -> lengths.add(length)));
        assertThat(lengths).hasSize(1);
        assertThat(lengths.get(0)).isGreaterThan(200);
    }

    @Test
    void whatIsNotThereAnyMoreIsNotPromised() {
        write(6);
        assertThat(life.log.reachesBack(0, 0)).isTrue();
        write(900);
        for (String name : files.names("log").subList(0, 2)) {
            files.delete(name);
        }
        MissedRecords missed = life.log.missedRecords();
        missed.want(0, 0);
        assertThat(read(missed)).isEmpty();
        TestingLog next = new TestingLog(new MemoryFiles(), TestingLog.SMALL).start(TailTrust.WRITTEN);
        assertThat(next.log.reachesBack(0, 0)).isFalse();
    }
}
