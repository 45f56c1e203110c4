package io.buddykv.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.protocol.resp.Reply;

/** Keys in all ranges, written once and read in a later life of the cluster. */
final class RememberedKeys {
    private static final int AT_ONCE = 500;
    private static final int ANSWER_MILLIS = 3_000;
    private static final int PATIENCE_MILLIS = 10_000;

    private int written;

    void write(LocalCluster cluster) {
        try (ClusterClient client = client(cluster)) {
            for (int more = 0; more < AT_ONCE; more++) {
                String key = "remembered:" + written;
                write(client, key);
                written++;
            }
        }
    }

    /** Nobody else writes these keys: one whose outcome is unknown can be written again. */
    private static void write(ClusterClient client, String key) {
        ClusterClient.Outcome outcome = client.call(PATIENCE_MILLIS, "SET", key, key);
        while (outcome instanceof ClusterClient.Outcome.Unknown) {
            outcome = client.call(PATIENCE_MILLIS, "SET", key, key);
        }
        assertThat(outcome)
                .isInstanceOfSatisfying(ClusterClient.Outcome.Answered.class, answered -> assertThat(answered.reply())
                        .isInstanceOf(Reply.Simple.class));
    }

    void assertThere(LocalCluster cluster) {
        try (ClusterClient client = client(cluster)) {
            for (int number = 0; number < written; number++) {
                String key = "remembered:" + number;
                assertThat(read(client, key))
                        .isInstanceOfSatisfying(
                                ClusterClient.Outcome.Answered.class,
                                answered -> assertThat(answered.reply().text()).isEqualTo(key));
            }
        }
    }

    private static ClusterClient.Outcome read(ClusterClient client, String key) {
        ClusterClient.Outcome outcome = client.call(PATIENCE_MILLIS, "GET", key);
        while (outcome instanceof ClusterClient.Outcome.Unknown) {
            outcome = client.call(PATIENCE_MILLIS, "GET", key);
        }
        return outcome;
    }

    private static ClusterClient client(LocalCluster cluster) {
        SlotMap slots = new SlotMap(cluster.clientAddresses());
        slots.refresh(0);
        return new ClusterClient(slots, ANSWER_MILLIS, 0);
    }
}
