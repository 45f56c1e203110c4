package io.buddykv.node.membership.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.buddykv.node.membership.Announcement;
import io.buddykv.node.membership.MapWrite;
import io.buddykv.node.membership.MasterAddress;
import io.buddykv.node.membership.Membership;
import io.buddykv.node.membership.StoredMap;
import io.buddykv.protocol.message.ProtocolVersion;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a real ZooKeeper server in this process. */
@Timeout(120)
class ZooKeeperMembershipIT {
    private static final int TICK_MILLIS = 200;
    private static final Endpoints ENDPOINTS = new Endpoints("127.0.0.1", 6380, 7400, 7401, 8081);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private TestingServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = new TestingServer(new InstanceSpec(null, -1, -1, -1, true, -1, TICK_MILLIS, -1), true);
        opened.push(server);
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Test
    void mapIsReadBackAsWritten() {
        ZooKeeperMembership membership = connected(1_000);
        assertThat(got(membership.readMap())).isEqualTo(new StoredMap(null, -1));

        assertThat(got(membership.writeMap(map(1), -1))).isEqualTo(new MapWrite.Confirmed(0));
        assertThat(got(membership.readMap())).isEqualTo(new StoredMap(map(1), 0));
        assertThat(got(membership.writeMap(map(2), 0))).isEqualTo(new MapWrite.Confirmed(1));
        assertThat(got(membership.readMap())).isEqualTo(new StoredMap(map(2), 1));
    }

    @Test
    void writeThatExpectsAnotherVersionIsAConflict() {
        ZooKeeperMembership first = connected(1_000);
        ZooKeeperMembership second = connected(1_000);
        assertThat(got(first.writeMap(map(1), 3))).isEqualTo(new MapWrite.Conflict());
        got(first.writeMap(map(1), -1));

        assertThat(got(second.writeMap(map(7), -1))).isEqualTo(new MapWrite.Conflict());
        got(second.writeMap(map(2), 0));
        assertThat(got(first.writeMap(map(8), 0))).isEqualTo(new MapWrite.Conflict());
        assertThat(got(first.readMap())).isEqualTo(new StoredMap(map(2), 1));
    }

    @Test
    void writeWithoutServerIsUnknownAndIsNotRepeated() throws Exception {
        ZooKeeperMembership membership = connected(1_000);
        got(membership.writeMap(map(1), -1));
        server.stop();

        assertThat(got(membership.writeMap(map(2), 0))).isInstanceOf(MapWrite.Unknown.class);
        assertThat(membership.readMap().toCompletableFuture()).failsWithin(Duration.ofSeconds(10));

        server.restart();
        await().until(membership::isConnected);
        assertThat(got(membership.readMap())).isEqualTo(new StoredMap(map(1), 0));
        assertThat(got(membership.writeMap(map(3), 0))).isEqualTo(new MapWrite.Confirmed(1));
    }

    @Test
    void mapIsWatchedThroughAStopOfTheServer() throws Exception {
        ZooKeeperMembership writer = connected(1_000);
        ZooKeeperMembership watcher = connected(1_000);
        List<StoredMap> seen = new CopyOnWriteArrayList<>();
        got(writer.writeMap(map(1), -1));
        watcher.watchMap(seen::add);
        await().untilAsserted(() -> assertThat(seen).contains(new StoredMap(map(1), 0)));

        got(writer.writeMap(map(2), 0));
        await().untilAsserted(() -> assertThat(seen).contains(new StoredMap(map(2), 1)));

        server.stop();
        await().until(() -> !watcher.isConnected());
        server.restart();
        await().until(writer::isConnected);
        got(writer.writeMap(map(3), 1));
        await().untilAsserted(() -> assertThat(seen).contains(new StoredMap(map(3), 2)));
    }

    @Test
    void ephemeralsAreSeenComeAndGo() {
        ZooKeeperMembership master = connected(1_000);
        List<List<Announcement>> seen = new CopyOnWriteArrayList<>();
        master.watchSlaves(seen::add);
        await().untilAsserted(() -> assertThat(seen).isNotEmpty());
        assertThat(last(seen)).isEmpty();

        ZooKeeperMembership slave = connected(1_000);
        String path = got(slave.announce(-1, 77, ENDPOINTS));
        await().untilAsserted(() -> assertThat(last(seen))
                .containsExactly(new Announcement(path, -1, 77, ENDPOINTS, ProtocolVersion.CURRENT)));

        String numbered = got(slave.announce(2, 77, ENDPOINTS));
        assertThat(numbered).isNotEqualTo(path);
        await().untilAsserted(() -> assertThat(last(seen))
                .containsExactly(new Announcement(numbered, 2, 77, ENDPOINTS, ProtocolVersion.CURRENT)));

        got(slave.withdraw());
        await().untilAsserted(() -> assertThat(last(seen)).isEmpty());
    }

    @Test
    void ephemeralOfAnEndedProcessGoes() {
        ZooKeeperMembership master = connected(1_000);
        List<List<Announcement>> seen = new CopyOnWriteArrayList<>();
        master.watchSlaves(seen::add);
        ZooKeeperMembership slave = connected(1_000);
        got(slave.announce(1, 5, ENDPOINTS));
        await().untilAsserted(() -> assertThat(seen).isNotEmpty());
        await().untilAsserted(() -> assertThat(last(seen)).hasSize(1));

        slave.close();
        await().untilAsserted(() -> assertThat(last(seen)).isEmpty());
    }

    @Test
    void ephemeralIsMadeAgainUnderAnotherPathWhenTheSessionIsLost() throws Exception {
        ZooKeeperMembership master = connected(1_000);
        List<List<Announcement>> seen = new CopyOnWriteArrayList<>();
        master.watchSlaves(seen::add);
        ZooKeeperMembership slave = connected(1_000);
        String path = got(slave.announce(1, 5, ENDPOINTS));
        await().untilAsserted(() -> assertThat(seen).isNotEmpty());
        await().untilAsserted(() ->
                assertThat(last(seen)).extracting(Announcement::path).containsExactly(path));

        kill(slave);
        await().untilAsserted(() -> {
            assertThat(last(seen)).hasSize(1);
            assertThat(last(seen).get(0).path()).isNotEqualTo(path);
            assertThat(last(seen).get(0).incarnation()).isEqualTo(5);
        });
    }

    @Test
    void ephemeralThatSomebodyDeletedIsMadeAgain() throws Exception {
        ZooKeeperMembership slave = connected(1_000);
        String path = got(slave.announce(1, 5, ENDPOINTS));
        ZooKeeperMembership master = connected(1_000);
        List<List<Announcement>> seen = new CopyOnWriteArrayList<>();
        master.watchSlaves(seen::add);
        await().untilAsserted(() -> assertThat(seen).isNotEmpty());

        master.client().delete().forPath(path);
        await().untilAsserted(() ->
                assertThat(last(seen)).extracting(Announcement::path).hasSize(1).doesNotContain(path));
    }

    @Test
    void ephemeralIsThereAfterALongStopOfTheServer() throws Exception {
        ZooKeeperMembership slave = connected(500);
        got(slave.announce(1, 5, ENDPOINTS));
        ZooKeeperMembership master = connected(500);
        List<List<Announcement>> seen = new CopyOnWriteArrayList<>();
        master.watchSlaves(seen::add);
        await().untilAsserted(() -> assertThat(seen).isNotEmpty());

        server.stop();
        await().until(() -> !slave.isConnected());
        TimeUnit.SECONDS.sleep(4); // The stop itself has to last: longer than sessions and than Curator's retries.
        server.restart();
        await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> {
            assertThat(last(seen)).extracting(Announcement::incarnation).containsOnly(5L);
            String path = last(seen).get(0).path();
            assertThat(slave.client().checkExists().forPath(path))
                    .isNotNull()
                    .extracting(Stat::getEphemeralOwner)
                    .isEqualTo(session(slave));
        });
    }

    @Test
    void leadershipGoesOverWithARisingTerm() {
        Candidate first = candidate(1);
        await().untilAsserted(() -> assertThat(first.history).containsExactly("elected 1"));
        Candidate second = candidate(2);
        List<List<MasterAddress>> masters = new CopyOnWriteArrayList<>();
        second.membership.watchMasters(masters::add);
        await().untilAsserted(() -> {
            assertThat(masters).isNotEmpty();
            assertThat(last(masters)).containsExactly(first.address, second.address);
        });

        first.membership.close();
        await().untilAsserted(() -> assertThat(second.history).containsExactly("elected 2"));
        assertThat(first.history).containsExactly("elected 1", "deposed");
        await().untilAsserted(() -> assertThat(last(masters)).containsExactly(second.address));
    }

    @Test
    void killedSessionDeposesAtOnceAndTheOtherTakesOver() throws Exception {
        Candidate first = candidate(1);
        await().untilAsserted(() -> assertThat(first.history).containsExactly("elected 1"));
        Candidate second = candidate(2);
        await().until(() -> second.membership.isConnected());

        kill(first.membership);
        await().untilAsserted(() -> assertThat(first.history).startsWith("elected 1", "deposed"));
        await().untilAsserted(() -> assertThat(highestTerm(first, second)).isGreaterThanOrEqualTo(2));
        await().untilAsserted(() -> assertThat(actives(first, second)).hasSize(1));
    }

    @Test
    void oneMasterIsElectedAgainAfterAStopOfTheServer() throws Exception {
        Candidate first = candidate(1);
        Candidate second = candidate(2);
        await().untilAsserted(() -> assertThat(actives(first, second)).hasSize(1));

        server.stop();
        await().untilAsserted(() -> assertThat(actives(first, second)).isEmpty());
        TimeUnit.SECONDS.sleep(4); // As above: longer than sessions and retries.
        server.restart();
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(actives(first, second)).hasSize(1));
        assertThat(highestTerm(first, second)).isGreaterThanOrEqualTo(2);
    }

    @Test
    void termIsHigherThanTheOneInTheStoredMap() {
        ZooKeeperMembership membership = connected(1_000);
        got(membership.writeMap(ClusterMap.unborn("c", 41), -1));
        Candidate first = candidate(1);
        await().untilAsserted(() -> assertThat(first.history).containsExactly("elected 42"));
    }

    @Test
    void candidateThatStartsBeforeTheServerIsElectedOnceItIsThere() throws Exception {
        server.stop();
        Candidate first = candidate(1);
        TimeUnit.SECONDS.sleep(4); // As above: longer than retries.
        server.restart();
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(first.history).containsExactly("elected 1"));
    }

    private static List<Candidate> actives(Candidate... candidates) {
        return Arrays.stream(candidates).filter(Candidate::isActive).toList();
    }

    private static long highestTerm(Candidate... candidates) {
        return Arrays.stream(candidates)
                .flatMap(candidate -> candidate.history.stream())
                .filter(event -> event.startsWith("elected "))
                .mapToLong(event -> Long.parseLong(event.substring("elected ".length())))
                .max()
                .orElse(0);
    }

    private Candidate candidate(int id) {
        Candidate candidate = new Candidate(id, start(1_000));
        candidate.membership.campaign(candidate.address, candidate);
        return candidate;
    }

    private static final class Candidate implements Membership.ElectionListener {
        final MasterAddress address;
        final ZooKeeperMembership membership;
        final List<String> history = new CopyOnWriteArrayList<>();

        Candidate(int id, ZooKeeperMembership membership) {
            this.address = new MasterAddress(id, "127.0.0.1", 7402 + id, 6479 + id, 8180 + id);
            this.membership = membership;
        }

        boolean isActive() {
            return !history.isEmpty() && last(history).startsWith("elected");
        }

        @Override
        public void elected(long term) {
            history.add("elected " + term);
        }

        @Override
        public void deposed() {
            history.add("deposed");
        }
    }

    private ZooKeeperMembership connected(int sessionMillis) {
        ZooKeeperMembership membership = start(sessionMillis);
        await().until(membership::isConnected);
        return membership;
    }

    private ZooKeeperMembership start(int sessionMillis) {
        ZooKeeperMembership membership = new ZooKeeperMembership(
                new ZooKeeperSettings(server.getConnectString(), "test", sessionMillis, 1_000, 1_000));
        membership.start();
        opened.push(membership);
        return membership;
    }

    private static ClusterMap map(long version) {
        return new ClusterMap("c", version, 1, 0, List.of(), new TreeMap<>());
    }

    /** Ends the session as ZooKeeper does with one that has been silent too long. */
    private static void kill(ZooKeeperMembership membership) throws Exception {
        membership.client().getZookeeperClient().getZooKeeper().getTestable().injectSessionExpiration();
    }

    private static long session(ZooKeeperMembership membership) throws Exception {
        return membership.client().getZookeeperClient().getZooKeeper().getSessionId();
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    private static <T> T got(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
