package io.buddykv.node.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.protocol.message.Registration;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.Member;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NumberAssignmentTest {
    private static final Endpoints ENDPOINTS = new Endpoints("h", 1, 2, 3, 4);

    @Test
    void requestedNumberComesBeforeTheRememberedOne() {
        assertThat(of(3, 99, 12)).isEqualTo(new NumberAssignment.Fresh(3));
        assertThat(of(4, 99, 12)).isEqualTo(new NumberAssignment.Successor(entry(4)));
    }

    @Test
    void rememberedNumberComesBeforeTheLowest() {
        assertThat(of(null, 99, 12)).isEqualTo(new NumberAssignment.Successor(entry(2)));
    }

    @Test
    void lowestThatNobodyHasFillsGaps() {
        assertThat(of(null, 99, 99)).isEqualTo(new NumberAssignment.Fresh(3));
    }

    @Test
    void lifeThatIsInTheMapIsKnown() {
        assertThat(of(7, 101, 11)).isEqualTo(new NumberAssignment.Known(entry(1)));
    }

    @Test
    void numbersBeginWithOne() {
        assertThat(of(0, 99, 99)).isInstanceOf(NumberAssignment.Refused.class);
        assertThat(of(-3, 99, 99)).isInstanceOf(NumberAssignment.Refused.class);
    }

    private static NumberAssignment of(Integer requested, long incarnation, long dataId) {
        SortedMap<Integer, SlaveEntry> slaves = new TreeMap<>();
        for (int number : List.of(1, 2, 4)) {
            slaves.put(number, entry(number));
        }
        return NumberAssignment.of(
                new ClusterMap("c", 1, 1, 0, List.of(), slaves),
                new Registration(requested, incarnation, dataId, ENDPOINTS, "", "h", "/p", "c"));
    }

    private static SlaveEntry entry(int number) {
        return new SlaveEntry(new Member(number, 100 + number, 10 + number), ENDPOINTS, "", "h", SlaveState.DOWN);
    }
}
