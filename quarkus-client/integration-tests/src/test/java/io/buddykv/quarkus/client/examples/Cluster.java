package io.buddykv.quarkus.client.examples;

import io.buddykv.client.TestingCluster;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A cluster of one node that is a stand-in, for both clients of the application. */
public final class Cluster implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        TestingCluster.start();
        return Map.of(
                "quarkus.buddykv.hosts",
                TestingCluster.HOSTS,
                "quarkus.buddykv.deadline",
                "60S",
                "quarkus.buddykv.sessions.hosts",
                TestingCluster.HOSTS,
                "quarkus.buddykv.sessions.deadline",
                "60S");
    }

    @Override
    public void stop() {
        TestingCluster.end();
    }
}
