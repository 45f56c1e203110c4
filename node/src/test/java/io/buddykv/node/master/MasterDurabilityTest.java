package io.buddykv.node.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Slaves that keep their data: what comes up again, of whom, and from which map. */
class MasterDurabilityTest {
    private static final MasterSettings DURABLE = TestingCluster.SETTINGS.withDurable(false);
    private static final MasterSettings PARTIAL = TestingCluster.SETTINGS.withDurable(true);

    private final TestingCluster cluster = TestingCluster.booted(DURABLE);

    // ---- everything ends and comes back

    /** Another life on the same data, at the same address. */
    private TestingSlave returned(int number, long dataId) {
        TestingSlave slave = cluster.process(number);
        cluster.announce(slave, number);
        cluster.register(slave, number, dataId, "newborn");
        cluster.runUntil(() -> slave.member != null, 5_000);
        return slave;
    }

    private Map<Integer, Long> killAll() {
        Map<Integer, Long> data = new TreeMap<>();
        for (int number = 1; number <= 3; number++) {
            data.put(number, cluster.member(number).dataId());
        }
        data.keySet().forEach(cluster::kill);
        data.keySet().forEach(number -> cluster.loseEphemeral(cluster.slave(number)));
        cluster.runMillis(2_000);
        assertThat(cluster.map().ranges()).allMatch(RangeEntry::isDown);
        return data;
    }

    @Test
    void rangesComeUpFromTheCopiesThatWereInSyncInWhateverOrder() {
        Map<Integer, Long> data = killAll();
        ClusterMap down = cluster.map();

        returned(3, data.get(3));
        cluster.runMillis(500);

        for (int range = 0; range < down.ranges().size(); range++) {
            boolean held = down.range(range).names(3);
            assertThat(cluster.map().range(range).isDown()).as("range " + range).isEqualTo(!held);
        }
        returned(1, data.get(1));
        returned(2, data.get(2));
        assertThat(cluster.runUntil(cluster::isWell, 60_000)).isTrue();
        assertThat(cluster.map().dataLosses()).isZero();
    }

    @Test
    void aSlaveWithAnEmptiedDirectoryIsNeverASource() {
        Map<Integer, Long> data = killAll();
        ClusterMap down = cluster.map();

        returned(1, 77_001);
        returned(2, 77_002);
        cluster.runMillis(600_000);
        assertThat(cluster.map().ranges()).allMatch(RangeEntry::isDown);

        returned(3, data.get(3));
        cluster.runMillis(600_000);
        for (int range = 0; range < down.ranges().size(); range++) {
            assertThat(cluster.map().range(range).isDown())
                    .isEqualTo(!down.range(range).names(3));
        }
        assertThat(cluster.map().dataLosses()).isZero();
    }

    @Test
    void aSoleHolderIsAdmittedAtOnceOnTheSameData() {
        Map<Integer, Long> data = killAll();
        TestingSlave alone = returned(2, data.get(2));
        cluster.runMillis(500);
        assertThat(cluster.map().ranges()).anyMatch(range -> range.inSync().equals(java.util.List.of(alone.member)));
        cluster.kill(2);
        cluster.loseEphemeral(alone);
        cluster.runMillis(2_000);

        TestingSlave again = cluster.process(2, "another-host");
        cluster.announce(again, 2);
        cluster.register(again, 2, data.get(2), "newborn");
        cluster.runMillis(2_000);
        assertThat(again.member).isNotNull();
        assertThat(cluster.primariesOf(2)).isNotEmpty();
    }

    // ---- copies that may have lost something (R11)

    @Test
    void aDoubtfulCopyWaitsForTheOthersButNotForEver() {
        Map<Integer, Long> data = killAll();
        ClusterMap down = cluster.map();
        doubtful(1, data.get(1));
        cluster.runMillis(20_000);
        assertThat(cluster.map().ranges()).allMatch(RangeEntry::isDown);

        cluster.runMillis(15_000);
        for (int range = 0; range < down.ranges().size(); range++) {
            assertThat(cluster.map().range(range).isDown())
                    .isEqualTo(!down.range(range).names(1));
        }
    }

    @Test
    void doubtfulCopiesThatAreAllThereNeedNotWait() {
        Map<Integer, Long> data = killAll();
        data.forEach(this::doubtful);
        cluster.runMillis(1_000);
        assertThat(cluster.map().ranges()).noneMatch(RangeEntry::isDown);
    }

    @Test
    void aCopyWithoutDoubtIsTakenAtOnce() {
        Map<Integer, Long> data = killAll();
        doubtful(1, data.get(1));
        Member whole = returned(2, data.get(2)).member;
        cluster.runMillis(1_000);
        assertThat(cluster.map().ranges())
                .filteredOn(range -> !range.isDown())
                .isNotEmpty()
                .allMatch(range -> range.isPrimary(whole) || range.inSync().size() == 2);
    }

    private void doubtful(int number, long dataId) {
        TestingSlave slave = cluster.process(number);
        slave.doubtful = true;
        cluster.announce(slave, number);
        cluster.register(slave, number, dataId, "newborn");
        cluster.runUntil(() -> slave.member != null, 5_000);
    }

    // ---- ZooKeeper's data is lost too

    /** Another master over an empty membership service; the slaves have no place and know the last map. */
    private TestingCluster rebuilding(MasterSettings settings, int... numbers) {
        TestingCluster successor = new TestingCluster(settings.withKnownClusterId("newborn"));
        successor.elect(1);
        for (int number : numbers) {
            // Where another slave was: addresses say nothing.
            TestingSlave slave = successor.process(1 + number % 3);
            slave.map = cluster.map();
            slave.knownTerm = 1_000;
            successor.register(slave, number, cluster.member(number).dataId(), "newborn");
        }
        successor.runMillis(120_000);
        return successor;
    }

    @Test
    void theMapIsRebuiltWhenAllNumbersHaveReported() {
        TestingCluster successor = rebuilding(DURABLE, 1, 2, 3);
        assertThat(successor.events.count(Reason.REBUILT)).isEqualTo(1);
        assertThat(successor.map().term()).isGreaterThan(cluster.map().term());
    }

    @Test
    void itIsNotRebuiltWhileOneIsMissing() {
        TestingCluster successor = rebuilding(DURABLE, 1, 3);
        assertThat(successor.map()).isNull();
        assertThat(successor.events.notices)
                .anyMatch(notice -> notice.contains("slave 2#") && notice.contains("--accept-partial"));
    }

    @Test
    void aMajorityIsEnoughWhenThatIsAccepted() {
        TestingCluster successor = rebuilding(PARTIAL, 1, 3);
        assertThat(successor.events.count(Reason.REBUILT)).isEqualTo(1);
        assertThat(successor.map().term())
                .as("behind all that the missing one may know")
                .isGreaterThan(cluster.map().term() + 100);
        assertThat(rebuilding(PARTIAL, 2).map()).isNull();
    }
}
