package io.buddykv.node.replication;

import static io.buddykv.node.replication.TestingSlaves.entry;
import static io.buddykv.node.replication.TestingSlaves.handingOver;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.topology.ClusterMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody becomes in sync by filling, and nobody takes over in order, who has not been shown to hold the same. */
class ProofTest {
    private final TestingSlaves cluster = new TestingSlaves();
    private final TestingSlaves.Slave a = cluster.slave(1);
    private final TestingSlaves.Slave b = cluster.slave(2);

    @Test
    void aFilledCopyIsComparedBeforeItHasCaughtUp() {
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of())), a);
        for (int i = 0; i < 1000; i++) {
            a.set("key" + i, "value" + i);
        }
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of(b))), a, b);
        cluster.time.pass(100);

        Proof proof = a.range().proof();
        assertThat(proof.keys()).isEqualTo(1000);
        assertThat(a.events).containsSubsequence("agreed with 2 on " + proof, "caught up 2");
        assertThat(a.ranges.figures().proofsAgreed()).isEqualTo(TestingSlaves.RANGES);
        assertThat(a.ranges.figures().bytesFilled()).isGreaterThan(10_000);
    }

    @Test
    void aCopyFromBirthIsComparedBeforeItTakesOver() {
        born();
        a.set("k", "v");
        adopt(cluster.map(handingOver(entry(a, 1, 1, List.of(a, b), List.of()), b)), a, b);
        cluster.time.pass(10);

        assertThat(a.events).containsSubsequence("agreed with 2 on " + a.range().proof(), "drained at 1");
    }

    @Test
    void oneThatWasFilledInTheSameStreamIsNotComparedAgain() {
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of())), a);
        a.set("k", "v");
        adopt(cluster.map(entry(a, 1, 1, List.of(a), List.of(b))), a, b);
        cluster.time.pass(100);
        adopt(cluster.map(entry(a, 2, 1, List.of(a, b), List.of())), a, b);
        long agreed = a.ranges.figures().proofsAgreed();
        adopt(cluster.map(handingOver(entry(a, 2, 1, List.of(a, b), List.of()), b)), a, b);
        cluster.time.pass(10);

        assertThat(a.events).contains("drained at 1");
        assertThat(a.ranges.figures().proofsAgreed()).isEqualTo(agreed);
    }

    @Test
    void aCopyThatHoldsSomethingElseTakesNothingOver() {
        born();
        a.set("k", "v");
        cluster.time.pass(5);
        byte[] other = "w".getBytes(UTF_8);
        b.range().table().put("k".getBytes(UTF_8), 0, 1, other, 0, 1, 0, 0, 1);
        adopt(cluster.map(handingOver(entry(a, 1, 1, List.of(a, b), List.of()), b)), a, b);
        cluster.time.pass(50);

        assertThat(a.events).anyMatch(event -> event.startsWith("refused by 2: it holds 1 keys with checksum"));
        assertThat(a.events).noneMatch(event -> event.startsWith("drained"));
        assertThat(b.ranges.figures().proofsRefused()).isEqualTo(1);
    }

    @Test
    void oneThatGotOnlyWhatItMissedIsComparedBeforeItCounts() {
        born();
        a.set("k", "v");
        cluster.time.pass(5);
        adopt(cluster.map(entry(a, 2, 1, List.of(a), List.of())), a, b);
        a.set("missed", "v");
        byte[] other = "w".getBytes(UTF_8);
        b.range().table().put("k".getBytes(UTF_8), 0, 1, other, 0, 1, 0, 0, 1);
        long filled = a.ranges.figures().bytesFilled();
        adopt(cluster.map(entry(a, 3, 1, List.of(a), List.of(b))), a, b);
        cluster.time.pass(20);

        assertThat(a.ranges.figures().bytesFilled()).as("it got the difference").isEqualTo(filled);
        assertThat(a.events).anyMatch(event -> event.startsWith("refused by 2: it holds 2 keys with checksum"));
        assertThat(a.events).noneMatch(event -> event.startsWith("caught up"));
    }

    @Test
    void aCopyThatIsOutOfReachTakesNothingOver() {
        born();
        cluster.network.cut(1000, 1001);
        cluster.network.cut(1001, 1000);
        cluster.time.pass(20);
        a.adopt(cluster.map(handingOver(entry(a, 1, 1, List.of(a, b), List.of()), b)));
        cluster.time.pass(100);
        assertThat(a.events).noneMatch(event -> event.startsWith("drained"));
    }

    private void born() {
        adopt(cluster.map(entry(a, 1, 1, List.of(a, b), List.of())), a, b);
        cluster.time.pass(40);
    }

    private void adopt(ClusterMap map, TestingSlaves.Slave... slaves) {
        for (TestingSlaves.Slave slave : slaves) {
            slave.adopt(map);
        }
        cluster.time.pass(5);
    }
}
