package io.buddykv.node.port.resp;

import io.buddykv.node.replication.FrameConnector;
import io.buddykv.node.replication.RangeSet;
import io.buddykv.node.replication.ReplicationEvents;
import io.buddykv.node.replication.ReplicationSettings;
import io.buddykv.node.replication.SourceLink;
import io.buddykv.node.replication.TestingCredentials;
import io.buddykv.node.store.MemoryBudget;
import io.buddykv.node.time.TimeSource;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.KeyRanges;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.RangeState;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** All key ranges of a cluster of one slave, and maps for it. */
final class TestingRanges {
    static final Member SELF = new Member(1, 11, 11);
    static final Member OTHER = new Member(2, 22, 22);
    private static final long MEMORY_BYTES = 512L << 20;

    private TestingRanges() {}

    static RangeSet standalone() {
        RangeSet ranges = unborn();
        ranges.adopt(map(1, SELF));
        return ranges;
    }

    /** Without any map. */
    static RangeSet unborn() {
        RangeSet ranges = new RangeSet(
                TimeSource.system(),
                ReplicationSettings.of(
                        Duration.ofMillis(300), Duration.ofMillis(30), Duration.ofMillis(120), Duration.ofHours(10)),
                new TestingCredentials(),
                new MemoryBudget(MEMORY_BYTES),
                NO_LINKS,
                nanos -> true);
        ranges.listen(new NoEvents());
        ranges.became("test-cluster", SELF);
        return ranges;
    }

    /** A map whose ranges all have this primary, and no copies but this slave's own. */
    static ClusterMap map(long version, Member primary) {
        return map(version, primary, primary.equals(SELF) ? List.of(SELF) : List.of(primary, SELF), 7001, 7002);
    }

    /**
     * A map whose ranges all have this primary, and no copies.
     *
     * @param clientPorts of the first slaves; the others have some that nobody listens on
     */
    static ClusterMap map(long version, Member primary, int... clientPorts) {
        return map(version, primary, List.of(primary), clientPorts);
    }

    private static ClusterMap map(long version, Member primary, List<Member> inSync, int... clientPorts) {
        List<RangeEntry> entries = new ArrayList<>();
        for (int range = 0; range < KeyRanges.DEFAULT; range++) {
            entries.add(
                    new RangeEntry(0, primary, inSync, List.of(), version, version, 1, true, RangeState.SERVING, null));
        }
        TreeMap<Integer, SlaveEntry> slaves = new TreeMap<>();
        for (Member member : List.of(SELF, OTHER)) {
            slaves.put(
                    member.number(),
                    new SlaveEntry(
                            member,
                            new Endpoints(
                                    "127.0.0.1",
                                    member.number() > clientPorts.length
                                            ? 7000 + member.number()
                                            : clientPorts[member.number() - 1],
                                    0,
                                    7100 + member.number(),
                                    0),
                            "",
                            "",
                            SlaveState.UP));
        }
        return new ClusterMap("test-cluster", version, 1, 0, entries, slaves);
    }

    private static final FrameConnector NO_LINKS = (peer, receiverOn) -> {
        throw new AssertionError("no copies, no links");
    };

    private static final class NoEvents implements ReplicationEvents {
        @Override
        public void silent(Member suspect, String reason) {}

        @Override
        public void opened(SourceLink link) {}

        @Override
        public void closed(SourceLink link, String reason) {}

        @Override
        public void refused(int range, long epoch, Member copy, String reason) {}

        @Override
        public void caughtUp(int range, long epoch, Member copy) {}

        @Override
        public void released(int range) {}

        @Override
        public void drained(int range, long epoch, long sequence) {}

        @Override
        public void notHeld(int range, long epoch) {}
    }
}
