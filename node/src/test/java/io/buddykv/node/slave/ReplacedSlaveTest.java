package io.buddykv.node.slave;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.master.RefusingSlavePort;
import io.buddykv.node.membership.Announcement;
import io.buddykv.node.membership.MapWrite;
import io.buddykv.node.membership.MasterAddress;
import io.buddykv.node.membership.Membership;
import io.buddykv.node.membership.StoredMap;
import io.buddykv.node.replication.RangeSet;
import io.buddykv.node.replication.ReplicationSettings;
import io.buddykv.node.replication.TestingCredentials;
import io.buddykv.node.store.MemoryBudget;
import io.buddykv.node.time.VirtualTime;
import io.buddykv.protocol.message.Registration;
import io.buddykv.protocol.message.RegistrationAnswer;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.Member;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a slave takes itself for replaced by a newer life of its number: never for a map from before its registration. */
class ReplacedSlaveTest {
    private static final String CLUSTER = "cluster";
    private static final int NUMBER = 1;
    private static final long DATA = 7;
    private static final Endpoints ENDPOINTS = new Endpoints("here", 0, 0, 0, 0);
    private static final Member EARLIER = new Member(NUMBER, 1, DATA);
    private static final Member SELF = new Member(NUMBER, 2, DATA);
    private static final Member NEWER = new Member(NUMBER, 3, DATA);

    private final VirtualTime time = new VirtualTime();
    private final Cluster cluster = new Cluster();
    private final SlaveAgent slave = new SlaveAgent(
            new SlaveIdentity(NUMBER, SELF.incarnation(), DATA, ENDPOINTS, "", "here"),
            ranges(),
            SlaveRecords.NONE,
            cluster,
            master -> cluster,
            time.timers(),
            time,
            SlaveSettings.of(Duration.ofMillis(300).toNanos()),
            nanos -> true,
            new Silence());

    private RangeSet ranges() {
        return new RangeSet(
                time,
                ReplicationSettings.of(
                        Duration.ofMillis(300), Duration.ofMillis(30), Duration.ofMillis(120), Duration.ofSeconds(60)),
                new TestingCredentials(),
                new MemoryBudget(1 << 20),
                (peer, receiverOn) -> {
                    throw new AssertionError("there are no other slaves");
                },
                nanos -> true);
    }

    private static ClusterMap map(long version, Member newestLife) {
        SortedMap<Integer, SlaveEntry> slaves = new TreeMap<>();
        slaves.put(NUMBER, new SlaveEntry(newestLife, ENDPOINTS, "", "here", SlaveState.UP));
        return new ClusterMap(CLUSTER, version, 1, 0, List.of(), slaves);
    }

    private void pushed(ClusterMap map) {
        slave.push(map);
        time.pass(1);
    }

    @BeforeEach
    void registerWhileAMapNamesTheEarlierLife() {
        slave.start();
        time.pass(1);
        assertThat(slave.state()).isEqualTo(SlaveAgent.State.REGISTERING);
        cluster.answer.complete(new RegistrationAnswer(CLUSTER, NUMBER));
    }

    @Test
    void aMapFromBeforeItsRegistrationNamesAnEarlierLife() {
        pushed(map(4, EARLIER));
        assertThat(slave.state()).isEqualTo(SlaveAgent.State.MEMBER);

        pushed(map(5, SELF));
        assertThat(slave.state()).isEqualTo(SlaveAgent.State.MEMBER);
    }

    @Test
    void anotherLifeAfterItsOwnIsANewerOne() {
        pushed(map(4, EARLIER));
        pushed(map(5, SELF));

        pushed(map(6, NEWER));
        assertThat(slave.state()).isEqualTo(SlaveAgent.State.REPLACED);
    }

    @Test
    void itStaysReplaced() {
        pushed(map(5, SELF));
        pushed(map(6, NEWER));

        pushed(map(7, NEWER));
        assertThat(slave.state()).isEqualTo(SlaveAgent.State.REPLACED);
    }

    /** One master, which answers a registration when the test says so, and a membership service that tells of it only. */
    private static final class Cluster extends RefusingSlavePort implements Membership {
        private final CompletableFuture<RegistrationAnswer> answer = new CompletableFuture<>();

        @Override
        public void watchMasters(Consumer<List<MasterAddress>> listener) {
            listener.accept(List.of(new MasterAddress(1, "master", 0, 0, 0)));
        }

        @Override
        public CompletionStage<String> announce(int number, long incarnation, Endpoints endpoints) {
            return CompletableFuture.completedFuture("/slaves/" + number);
        }

        @Override
        public CompletionStage<RegistrationAnswer> register(Registration registration) {
            return answer;
        }

        @Override
        public void watchMap(Consumer<StoredMap> listener) {}

        @Override
        public CompletionStage<StoredMap> readMap() {
            throw new AssertionError();
        }

        @Override
        public CompletionStage<MapWrite> writeMap(ClusterMap map, int expectedStoreVersion) {
            throw new AssertionError(map);
        }

        @Override
        public CompletionStage<Void> withdraw() {
            throw new AssertionError();
        }

        @Override
        public void watchSlaves(Consumer<List<Announcement>> listener) {
            throw new AssertionError();
        }

        @Override
        public void campaign(MasterAddress self, ElectionListener listener) {
            throw new AssertionError(self);
        }

        @Override
        public void abstain() {
            throw new AssertionError();
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public void close() {}
    }

    private static final class Silence implements SlaveAgent.Listener {
        @Override
        public void stateChanged(SlaveAgent.State state, String why) {}

        @Override
        public void mapAdopted(ClusterMap map) {}

        @Override
        public void registrationFailed(String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void suspected(Member suspect, String reason) {
            throw new AssertionError(reason);
        }
    }
}
