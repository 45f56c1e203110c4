package io.buddykv.quarkus.client.deployment;

import io.quarkus.test.QuarkusUnitTest;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;

/** An application that consists of one test. */
final class TestingApplication {
    private TestingApplication() {}

    /** Its traces, which nobody would take, are switched off. */
    static QuarkusUnitTest untraced() {
        return traced().overrideConfigKey("quarkus.otel.enabled", "false");
    }

    static QuarkusUnitTest traced() {
        return new QuarkusUnitTest().withApplicationRoot(jar -> jar.addClass(TestingApplication.class)
                .addAsManifestResource(EmptyAsset.INSTANCE, "beans.xml"));
    }
}
