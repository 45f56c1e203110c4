package io.buddykv.quarkus.client.runtime.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.quarkus.client.runtime.dev.ClusterView.Range;
import io.buddykv.quarkus.client.runtime.dev.ClusterView.Slave;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.RangeState;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClusterViewTest {
    private static final Member A = new Member(1, 101, 1);
    private static final Member B = new Member(2, 102, 2);

    private static RangeEntry range(int home, Member primary, List<Member> inSync, List<Member> joining) {
        RangeState state = primary == null ? RangeState.DOWN : RangeState.SERVING;
        return new RangeEntry(home, primary, inSync, joining, 1, 1, 1, true, state, null);
    }

    private static SlaveEntry slave(Member member, SlaveState state) {
        return new SlaveEntry(member, new Endpoints("127.0.0.1", 1, 2, 3, 4), "", "", state);
    }

    @Test
    void tellsWhoServesWhatAndWhoHoldsIt() {
        ClusterMap map = new ClusterMap(
                "c",
                7,
                1,
                0,
                List.of(
                        range(1, A, List.of(B, A), List.of()),
                        range(2, A, List.of(A), List.of(B)),
                        range(2, null, List.of(B), List.of())),
                new TreeMap<>(Map.of(1, slave(A, SlaveState.UP), 2, slave(B, SlaveState.DOWN))));

        assertThat(ClusterView.of(map))
                .isEqualTo(new ClusterView(
                        "c",
                        7,
                        List.of(new Slave(1, "UP", 2, 1, 0, 0), new Slave(2, "DOWN", 0, 2, 2, 1)),
                        List.of(
                                new Range(1, 1, List.of(1, 2)),
                                new Range(2, 1, List.of(1)),
                                new Range(2, 0, List.of(2)))));
    }
}
