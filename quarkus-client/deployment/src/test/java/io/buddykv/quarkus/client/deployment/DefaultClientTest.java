package io.buddykv.quarkus.client.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.client.AsyncKVClient;
import io.buddykv.client.KVClient;
import io.buddykv.client.TestingCluster;
import io.buddykv.quarkus.client.KVClientName;
import io.buddykv.quarkus.client.MutinyKVClient;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DefaultClientTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestingApplication.untraced()
            .setBeforeAllCustomizer(TestingCluster::start)
            .setAfterAllCustomizer(TestingCluster::end)
            .overrideConfigKey("quarkus.buddykv.hosts", TestingCluster.HOSTS)
            .overrideRuntimeConfigKey("quarkus.buddykv.\"other\".hosts", TestingCluster.HOSTS)
            .overrideRuntimeConfigKey("quarkus.buddykv.deadline", "60S")
            .overrideRuntimeConfigKey("quarkus.buddykv.\"other\".deadline", "60S");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    KVClient client;

    @Inject
    AsyncKVClient async;

    @Inject
    MutinyKVClient mutiny;

    @Inject
    @KVClientName("other")
    KVClient other;

    @Test
    void everyKindOfClientReachesTheCluster() {
        client.set("k", "v");
        assertThat(async.strings().get("k").toCompletableFuture().join()).contains("v");
        assertThat(mutiny.strings().get("k").await().atMost(PATIENCE)).contains("v");
        assertThat(mutiny.scan("*").collect().asList().await().atMost(PATIENCE)).contains("k");
        assertThat(other.get("k")).contains("v");
    }
}
