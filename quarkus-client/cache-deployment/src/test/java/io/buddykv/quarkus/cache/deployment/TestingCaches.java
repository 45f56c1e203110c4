package io.buddykv.quarkus.cache.deployment;

import io.buddykv.client.TestingCluster;
import io.quarkus.test.QuarkusUnitTest;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;

/** An application with caches in a cluster that is not real. */
final class TestingCaches {
    private TestingCaches() {}

    static QuarkusUnitTest application() {
        return new QuarkusUnitTest()
                .withApplicationRoot(jar -> jar.addClasses(Prices.class, Prices.Price.class, TestingCaches.class)
                        .addAsManifestResource(EmptyAsset.INSTANCE, "beans.xml"))
                .overrideConfigKey("quarkus.cache.type", "buddykv")
                .overrideConfigKey("quarkus.buddykv.hosts", TestingCluster.HOSTS)
                .overrideConfigKey("quarkus.buddykv.devservices.enabled", "false")
                .overrideRuntimeConfigKey("quarkus.cache.buddykv.lookup-timeout", "60S")
                .overrideRuntimeConfigKey("quarkus.buddykv.deadline", "60S");
    }
}
