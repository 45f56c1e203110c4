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
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class ClusterDescriptionTest {
    private static final Member A = new Member(1, 11, 11);
    private static final Member B = new Member(2, 22, 22);
    private static final Member C = new Member(3, 33, 33);
    private static final String ID_A = NodeId.ofSlave("test", 1);
    private static final String ID_B = NodeId.ofSlave("test", 2);
    private static final String ID_C = NodeId.ofSlave("test", 3);

    private final List<RangeEntry> ranges = new ArrayList<>();
    private final TreeMap<Integer, SlaveEntry> slaves = new TreeMap<>();

    ClusterDescriptionTest() {
        add(A, SlaveState.UP);
        add(B, SlaveState.UP);
        add(C, SlaveState.UP);
    }

    @Test
    void rangesThatFollowOneAnotherAtTheSameSlavesAreOne() {
        serve(8, A, B);
        serve(4, B, C);
        serve(4, B, A);
        assertThat(slots(A))
                .isEqualTo("[[0 8191 " + node(1, ID_A) + " " + node(2, ID_B) + "] [8192 12287 " + node(2, ID_B) + " "
                        + node(3, ID_C) + "] [12288 16383 " + node(2, ID_B) + " " + node(1, ID_A) + "]]");
        assertThat(description(A).nodes())
                .isEqualTo(ID_A + " host1:6380@7401 myself,master - 0 0 7 connected 0-8191\n"
                        + ID_B + " host2:6381@7402 master - 0 0 7 connected 8192-16383\n"
                        + ID_C + " host3:6382@7403 master - 0 0 0 connected\n");
    }

    @Test
    void aRangeThatNobodyServesIsMissing() {
        serve(4, A, B);
        ranges.add(down());
        serve(11, A, B);
        assertThat(slots(A)).startsWith("[[0 4095 ").contains(" [5120 16383 ").doesNotContain("4096");
        assertThat(description(A).nodes()).contains(" connected 0-4095 5120-16383\n");
        assertThat(description(A).info()).contains("cluster_state:fail", "cluster_slots_ok:15360");
    }

    @Test
    void aSlaveThatIsDownShowsAsFailedAndItsFormerSlotsWhereTheyAreServedNow() {
        add(A, SlaveState.DOWN);
        serve(8, B);
        serve(8, B, C);
        assertThat(description(B).nodes())
                .isEqualTo(ID_A + " host1:6380@7401 master,fail - 0 0 0 disconnected\n"
                        + ID_B + " host2:6381@7402 myself,master - 0 0 7 connected 0-16383\n"
                        + ID_C + " host3:6382@7403 master - 0 0 0 connected\n");
        assertThat(description(B).info()).contains("cluster_state:ok", "cluster_known_nodes:3", "cluster_size:1");
    }

    @Test
    void copiesOfEarlierLivesAndOfSlavesThatAreDownAreNotListed() {
        add(C, SlaveState.DOWN);
        serve(16, A, new Member(2, 21, 21), C);
        assertThat(slots(A)).isEqualTo("[[0 16383 " + node(1, ID_A) + "]]");
    }

    @Test
    void shardsAreThoseThatAreServedAndCopiedAlikeAndSlavesWithoutSlots() {
        serve(4, A, B);
        serve(4, B, A);
        serve(8, A, B);
        String shards = text((map, reply) -> map.shards(reply), A);
        assertThat(shards)
                .startsWith("[[slots [0 4095 8192 16383] nodes [[id " + ID_A
                        + " port 6380 ip host1 endpoint host1 role master replication-offset 0 health online] [id "
                        + ID_B)
                .contains("[slots [4096 8191] nodes [[id " + ID_B)
                .contains("[slots [] nodes [[id " + ID_C);
    }

    @Test
    void aMasterIsANodeOfItsOwnWithoutSlots() {
        serve(16, A);
        ClusterDescription map = description(null);
        assertThat(map.ownId()).hasSize(40).isNotIn(ID_A, ID_B, ID_C);
        assertThat(map.nodes())
                .contains(ID_A + " host1:6380@7401 master - 0 0 7 connected 0-16383\n")
                .endsWith(map.ownId() + " here:6479@0 myself,master - 0 0 0 connected\n");
        assertThat(map.info()).contains("cluster_known_nodes:4");
    }

    @Test
    void idsOutliveIncarnationsAndDifferBetweenClusters() {
        assertThat(ID_A).hasSize(40).matches("[0-9a-f]+").isNotEqualTo(NodeId.ofSlave("other", 1));
        serve(16, A);
        String before = description(A).ownId();
        add(new Member(1, 99, 99), SlaveState.UP);
        assertThat(description(new Member(1, 99, 99)).ownId()).isEqualTo(before);
    }

    private void add(Member member, SlaveState state) {
        int number = member.number();
        Endpoints endpoints = new Endpoints("host" + number, 6379 + number, 0, 7400 + number, 0);
        slaves.put(number, new SlaveEntry(member, endpoints, "", "", state));
    }

    private void serve(int count, Member primary, Member... copies) {
        List<Member> inSync = new ArrayList<>(List.of(primary));
        inSync.addAll(List.of(copies));
        for (int i = 0; i < count; i++) {
            ranges.add(new RangeEntry(1, primary, inSync, List.of(), 9, 7, 1, true, RangeState.SERVING, null));
        }
    }

    private static RangeEntry down() {
        return new RangeEntry(1, null, List.of(A), List.of(), 9, 7, 1, true, RangeState.DOWN, null);
    }

    private ClusterDescription description(Member self) {
        ClusterMap map = new ClusterMap("test", 5, 1, 0, ranges, slaves);
        return new ClusterDescription(map, new LocalNode() {
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
                return 6479;
            }
        });
    }

    private String slots(Member self) {
        return text((map, reply) -> map.slots(reply), self);
    }

    private static String node(int number, String id) {
        return "[host" + number + " " + (6379 + number) + " " + id + " []]";
    }

    /** The reply with brackets around the elements of each array. */
    private String text(BiConsumer<ClusterDescription, ReplyWriter> part, Member self) {
        ByteBuf out = Unpooled.buffer();
        part.accept(description(self), new ReplyWriter().to(out));
        String[] lines = out.toString(StandardCharsets.UTF_8).split("\r\n");
        StringBuilder text = new StringBuilder();
        int end = element(lines, 0, text);
        assertThat(end).isEqualTo(lines.length);
        return text.toString();
    }

    private static int element(String[] lines, int at, StringBuilder text) {
        char type = lines[at].charAt(0);
        if (type == ':') {
            text.append(lines[at].substring(1));
            return at + 1;
        }
        if (type == '$') {
            text.append(lines[at + 1]);
            return at + 2;
        }
        assertThat(type).isEqualTo('*');
        int count = Integer.parseInt(lines[at].substring(1));
        int next = at + 1;
        text.append('[');
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ");
            next = element(lines, next, text);
        }
        text.append(']');
        return next;
    }
}
