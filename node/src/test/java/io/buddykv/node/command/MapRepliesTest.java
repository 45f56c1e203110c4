package io.buddykv.node.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.RangeState;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MapRepliesTest {
    private static final Member A = new Member(1, 11, 11);
    private static final Member B = new Member(2, 22, 22);

    private ClusterMap map = served(1, A);
    private Member self = A;

    private final MapReplies replies = new MapReplies(new LocalNode() {
        @Override
        public ClusterMap map() {
            return map;
        }

        @Override
        public Member self() {
            return self;
        }

        @Override
        public String host() {
            return "here";
        }

        @Override
        public int clientPort() {
            return 6380;
        }
    });

    @Test
    void everyPartIsThatOfTheNewestMap() {
        for (MapReplies.Part part : MapReplies.Part.values()) {
            map = served(1, A);
            String before = reply(part, 2);
            assertThat(reply(part, 2)).isEqualTo(before);
            map = served(2, B);
            assertThat(reply(part, 2)).isNotEqualTo(before);
        }
        assertThat(reply(MapReplies.Part.INFO, 2)).contains("cluster_current_epoch:2");
        assertThat(reply(MapReplies.Part.SLOTS, 2)).contains("host2").doesNotContain("host1");
    }

    @Test
    void everyProtocolHasItsOwn() {
        assertThat(reply(MapReplies.Part.SHARDS, 3)).contains("%2\r\n");
        assertThat(reply(MapReplies.Part.SHARDS, 2)).contains("*4\r\n").doesNotContain("%");
        assertThat(reply(MapReplies.Part.SHARDS, 3)).contains("%2\r\n");
    }

    @Test
    void aSlaveThatHasGotItsNumberShowsItself() {
        self = null;
        assertThat(reply(MapReplies.Part.NODES, 2)).contains("here:6380@0 myself,master");
        self = A;
        assertThat(reply(MapReplies.Part.NODES, 2)).contains("host1:6380@7401 myself,master");
    }

    private String reply(MapReplies.Part part, int protocol) {
        ByteBuf out = Unpooled.buffer();
        ReplyWriter writer = new ReplyWriter().to(out);
        writer.protocol(protocol);
        replies.write(part, writer);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static ClusterMap served(long version, Member primary) {
        TreeMap<Integer, SlaveEntry> slaves = new TreeMap<>();
        for (Member member : List.of(A, B)) {
            int number = member.number();
            Endpoints endpoints = new Endpoints("host" + number, 6379 + number, 7400, 7401, 8080);
            slaves.put(number, new SlaveEntry(member, endpoints, "", "", SlaveState.UP));
        }
        RangeEntry range = new RangeEntry(
                primary.number(), primary, List.of(primary), List.of(), 1, 1, 1, true, RangeState.SERVING, null);
        return new ClusterMap("test", version, 1, 0, Collections.nCopies(16, range), slaves);
    }
}
