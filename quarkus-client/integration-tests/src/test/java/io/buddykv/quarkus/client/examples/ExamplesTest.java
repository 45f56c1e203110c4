package io.buddykv.quarkus.client.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.client.KVClient;
import io.buddykv.client.TestingCluster;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** An application that has the extension as any other has it, with examples of the documentation. */
@QuarkusTest
@QuarkusTestResource(Cluster.class)
class ExamplesTest {
    @Inject
    Clients clients;

    @Inject
    KVClient client;

    @Test
    void everyKindOfClientSeesTheSame() {
        client.set("seen", "by all");
        assertThat(clients.seenByAll("seen")).hasSize(4).containsOnly("by all");
    }

    @Test
    void clientsShareThreads() {
        Calls.shareThreads(new String[] {TestingCluster.HOSTS});
        assertThat(client.get("told")).contains("by one");
    }
}
