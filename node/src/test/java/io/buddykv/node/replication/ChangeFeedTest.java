package io.buddykv.node.replication;

import static io.buddykv.node.replication.TestingSlaves.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.replication.ChangeFeed.Told;
import io.buddykv.topology.ClusterMap;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeFeedTest {
    private final TestingSlaves cluster = new TestingSlaves();
    private final TestingSlaves.Slave a = cluster.slave(1);
    private final TestingSlaves.Slave b = cluster.slave(2);

    /** Somebody who watches range 0 of one slave. */
    private static final class Watching implements ChangeFeed.Listener {
        private final RangeReplica range;
        private final List<Long> records = new ArrayList<>();
        private final List<Long> tenures = new ArrayList<>();
        private FeedCursor cursor;
        private int news;

        Watching(TestingSlaves.Slave slave) {
            range = slave.range();
        }

        FeedPosition begin(FeedPosition wanted) {
            FeedPosition from = range.feed().begin(this, wanted);
            cursor = new FeedCursor(from);
            return from;
        }

        Told look() {
            return range.feed().tell(this, cursor, record -> {
                tenures.add(record.tenure());
                records.add(record.sequence());
                return true;
            });
        }

        FeedPosition position() {
            return cursor.position();
        }

        @Override
        public void changed(int range) {
            news++;
        }
    }

    private void adopt(ClusterMap map, TestingSlaves.Slave... slaves) {
        for (TestingSlaves.Slave slave : slaves) {
            slave.adopt(map);
        }
        cluster.time.pass(5);
    }

    private void born() {
        adopt(cluster.map(entry(a, 1, 1, List.of(a, b), List.of())), a, b);
        cluster.time.pass(40);
    }

    @Test
    void onlyWhatEveryInSyncCopyHoldsIsTold() {
        born();
        Watching watching = new Watching(a);
        watching.begin(null);
        a.set("k", "v");

        assertThat(watching.news).isEqualTo(1);
        assertThat(watching.look()).isEqualTo(Told.UNACKNOWLEDGED);
        assertThat(watching.records).isEmpty();
        cluster.time.pass(2);
        assertThat(watching.look()).isEqualTo(Told.ALL);
        assertThat(watching.records).containsExactly(1L);
    }

    @Test
    void aCopyThatJoinsHoldsNothingBackThatWasAcknowledgedWithoutIt() {
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of())), a, b);
        Watching watching = new Watching(a);
        watching.begin(null);
        TestingSlaves.Answer before = a.set("k", "v");
        assertThat(before.done).isTrue();
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of(b))), a, b);
        for (int i = 0; i < 200; i++) {
            TestingSlaves.Answer during = a.set("k" + i, "v");
            watching.look();
            assertThat(watching.position().sequence() >= a.range().sequence())
                    .as("told exactly what is acknowledged")
                    .isEqualTo(during.done);
            cluster.time.pass(1);
        }
        assertThat(a.events).contains("caught up 2");
        watching.look();
        assertThat(watching.records).hasSize(201);
    }

    @Test
    void theNextPrimaryGoesOnWhereTheLastOneEnded() {
        born();
        Watching first = new Watching(a);
        first.begin(null);
        for (int i = 0; i < 5; i++) {
            a.set("k" + i, "v");
        }
        cluster.time.pass(2);
        first.look();
        a.set("acknowledged and not told", "v");
        cluster.time.pass(2);
        adopt(cluster.map(entry(b, 2, 2, List.of(b), List.of())), a, b);
        cluster.time.pass(400);

        assertThat(first.look()).isEqualTo(Told.ELSEWHERE);
        Watching second = new Watching(b);
        assertThat(second.begin(first.position())).isEqualTo(first.position());
        b.set("new", "v");
        assertThat(second.look()).isEqualTo(Told.ALL);
        assertThat(second.records).containsExactly(6L, 7L);
        assertThat(second.tenures).as("who wrote them").containsExactly(1L, 2L);
    }

    @Test
    void whatAnotherHistoryToldIsNotGoneOnFrom() {
        born();
        Watching watching = new Watching(a);
        assertThat(watching.begin(new FeedPosition(7, 0))).isEqualTo(new FeedPosition(1, 0));
        assertThat(watching.begin(new FeedPosition(1, 4))).isEqualTo(new FeedPosition(1, 0));
    }

    @Test
    void thatTheBacklogHasPassedSomebodyIsTold() {
        born();
        Watching watching = new Watching(a);
        watching.begin(null);
        a.set("first", "v");
        String value = "x".repeat(20_000);
        for (int i = 0; i < 8; i++) {
            a.set("k" + i, value);
            cluster.time.pass(10);
        }
        assertThat(watching.look()).isEqualTo(Told.GAP);
    }

    @Test
    void nothingIsLeftWhenNobodyWatchesAnyMore() {
        born();
        Watching watching = new Watching(a);
        watching.begin(null);
        a.range().feed().remove(watching);
        a.set("k", "v");
        cluster.time.pass(2);

        assertThat(watching.news).as("the end, and nothing behind it").isLessThanOrEqualTo(1);
        assertThat(watching.look()).isEqualTo(Told.ELSEWHERE);
    }
}
