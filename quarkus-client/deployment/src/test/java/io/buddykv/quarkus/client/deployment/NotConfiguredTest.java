package io.buddykv.quarkus.client.deployment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.client.KVClient;
import io.quarkus.arc.InactiveBeanException;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NotConfiguredTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION =
            TestingApplication.untraced().overrideConfigKey("quarkus.buddykv.devservices.enabled", "false");

    @Inject
    KVClient client;

    @Test
    void whoUsesItIsToldWhatToSet() {
        assertThatThrownBy(() -> client.get("k"))
                .isInstanceOf(InactiveBeanException.class)
                .hasMessageContaining("The BuddyKV client has no hosts. Set quarkus.buddykv.hosts");
    }
}
