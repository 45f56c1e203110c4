package io.buddykv.node.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.protocol.message.RangeLoad;
import io.buddykv.protocol.message.SlaveLoad;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.RangeState;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What ranges cost: their part of all operations since the round before, plus their part of all octets. */
class LoadBalanceTest {
    private static final Member FIRST = new Member(1, 10, 100);
    private static final Member SECOND = new Member(2, 20, 200);
    private static final ClusterMap FOUR_RANGES =
            new ClusterMap("test", 1, 1, 0, Collections.nCopies(4, range()), new TreeMap<>());

    @Test
    void operationsAndOctetsCountTheSame() {
        assertThat(LoadBalance.weights(
                                FOUR_RANGES,
                                round(
                                        load(FIRST, range(0, 0, 100), range(1, 0, 0)),
                                        load(SECOND, range(2, 0, 7), range(3, 0, 0))),
                                round(
                                        load(FIRST, range(0, 0, 400), range(1, 50, 0)),
                                        load(SECOND, range(2, 150, 107), range(3, 0, 0))))
                        .orElseThrow())
                .containsExactly(0.75, 0.25, 1.0, 0);
    }

    @Test
    void withoutOperationsTheOctetsDecide() {
        assertThat(weights(range(0, 30, 5), range(1, 10, 5), range(2, 0, 5), range(3, 0, 5)))
                .containsExactly(0.75, 0.25, 0, 0);
    }

    @Test
    void aCounterThatBeganAnewCountsAsNothing() {
        assertThat(weights(range(0, 0, 3), range(1, 0, 6), range(2, 0, 5), range(3, 0, 5)))
                .containsExactly(0, 1, 0, 0);
    }

    @Test
    void aRangeThatNobodyKnowsLeavesAllOpen() {
        SlaveLoad first = load(FIRST, range(0, 1, 1), range(1, 1, 1), range(2, 1, 1));
        assertThat(LoadBalance.weights(FOUR_RANGES, round(first), round(first))).isEmpty();
    }

    @Test
    void aSlaveThatHasBegunAnewLeavesItsRangesOpen() {
        RangeLoad[] all = {range(0, 1, 1), range(1, 1, 1), range(2, 1, 1), range(3, 1, 1)};
        Member again = new Member(1, 11, 101);
        assertThat(LoadBalance.weights(FOUR_RANGES, round(load(FIRST, all)), round(load(again, all))))
                .isEmpty();
    }

    private static RangeEntry range() {
        return new RangeEntry(1, FIRST, List.of(FIRST), List.of(), 1, 1, 1, false, RangeState.SERVING, null);
    }

    /** After a round in which each of the ranges had carried out five operations. */
    private static double[] weights(RangeLoad... later) {
        RangeLoad[] earlier =
                Arrays.stream(later).map(range -> range(range.range(), 0, 5)).toArray(RangeLoad[]::new);
        return LoadBalance.weights(FOUR_RANGES, round(load(FIRST, earlier)), round(load(FIRST, later)))
                .orElseThrow();
    }

    private static Loads.Round round(SlaveLoad... loads) {
        return new Loads.Round(0, List.of(loads));
    }

    private static SlaveLoad load(Member member, RangeLoad... ranges) {
        return new SlaveLoad(member, 0, 0, 0, List.of(ranges));
    }

    private static RangeLoad range(int range, long bytes, long operations) {
        return new RangeLoad(range, 0, bytes, operations);
    }
}
