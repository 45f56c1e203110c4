package io.buddykv.node.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.protocol.command.CommandSpec;
import io.buddykv.protocol.command.CommandTable;
import io.buddykv.protocol.resp.Request;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.KeyRanges;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.RangeState;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
    private static final Member SELF = new Member(1, 11, 11);
    private static final Member OTHER = new Member(2, 22, 22);
    private static final Member UNKNOWN = new Member(3, 33, 33);
    private final Router router = new Router(new KeyRanges(16));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PING                | Anywhere[]
                    DBSIZE              | Anywhere[]
                    GET foo             | ToRange[slot=12182, range=11]
                    GET {foo}bar        | ToRange[slot=12182, range=11]
                    SET foo bar         | ToRange[slot=12182, range=11]
                    MGET {x}1 {x}2      | ToRange[slot=16287, range=15]
                    MGET foo bar        | Refused[error=CROSSSLOT Keys in request don't hash to the same slot]
                    MSET {x}1 a {x}2 b  | ToRange[slot=16287, range=15]
                    MSET a 1 b 1        | Refused[error=CROSSSLOT Keys in request don't hash to the same slot]
                    RENAME foo bar      | Refused[error=CROSSSLOT Keys in request don't hash to the same slot]
                    OBJECT ENCODING foo | ToRange[slot=12182, range=11]
                    """)
    void byKeys(String command, String expected) {
        Request request = Request.of(command.split(" "));
        CommandSpec spec = CommandTable.standard().require(request);
        assertThat(router.route(spec, request)).hasToString(expected);
    }

    @Test
    void nothingIsMadeForARequestInOrder() {
        Request request = Request.of("GET", "foo");
        CommandSpec get = CommandTable.standard().require(request);
        assertThat(router.route(get, request)).isSameAs(router.route(get, Request.of("GET", "{foo}bar")));
    }

    @Test
    void aSlotIsWhereTheMapSaysItIs() {
        assertThat(router.locate(null, 0, SELF)).isEqualTo(Routing.LOADING);
        assertThat(router.locate(ClusterMap.unborn("c", 1), 0, SELF)).isEqualTo(Routing.LOADING);
        assertThat(router.locate(map(SELF), 0, SELF)).isEqualTo(new Routing.ToRange(0, 0));
        assertThat(router.locate(map(OTHER), 16383, SELF)).isEqualTo(new Routing.Refused("MOVED 16383 host2:6381"));
        assertThat(router.locate(map(OTHER), 5, null)).isEqualTo(new Routing.Refused("MOVED 5 host2:6381"));
        assertThat(router.locate(map(null), 5, SELF)).isEqualTo(Routing.NOT_SERVED);
        assertThat(router.locate(map(UNKNOWN), 5, SELF)).isEqualTo(Routing.NOT_SERVED);
    }

    @Test
    void anEarlierLifeOfThisSlaveIsNotThisSlave() {
        Member earlier = new Member(1, 10, 10);
        assertThat(router.locate(map(earlier), 0, SELF)).isEqualTo(new Routing.Refused("MOVED 0 host1:6380"));
    }

    private static ClusterMap map(Member primary) {
        List<Member> inSync = primary == null ? List.of() : List.of(primary);
        List<RangeEntry> ranges = new ArrayList<>();
        for (int range = 0; range < 16; range++) {
            RangeState state = primary == null ? RangeState.DOWN : RangeState.SERVING;
            ranges.add(new RangeEntry(1, primary, inSync, List.of(), 1, 1, 1, true, state, null));
        }
        TreeMap<Integer, SlaveEntry> slaves = new TreeMap<>();
        for (Member member : List.of(SELF, OTHER)) {
            Endpoints endpoints = new Endpoints("host" + member.number(), 6379 + member.number(), 0, 0, 0);
            slaves.put(member.number(), new SlaveEntry(member, endpoints, "", "", SlaveState.UP));
        }
        return new ClusterMap("c", 1, 1, 0, ranges, slaves);
    }
}
