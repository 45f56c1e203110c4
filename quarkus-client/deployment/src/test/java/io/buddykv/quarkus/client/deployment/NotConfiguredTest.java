package io.buddykv.quarkus.client.deployment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.client.KVClient;
import io.buddykv.quarkus.client.KVClientName;
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

    @Inject
    @KVClientName("sessions")
    KVClient sessions;

    @Test
    void whoUsesItIsToldWhatToSet() {
        assertThatThrownBy(() -> client.get("k"))
                .isInstanceOf(InactiveBeanException.class)
                .hasMessageContaining("The BuddyKV client has no hosts. Set quarkus.buddykv.hosts")
                .hasMessageContaining("leave it to Dev Services");
    }

    @Test
    void whoUsesANamedOneIsToldHowItUsesTheClusterOfTheDefault() {
        assertThatThrownBy(() -> sessions.get("k"))
                .isInstanceOf(InactiveBeanException.class)
                .hasMessageContaining(
                        "The BuddyKV client 'sessions' has no hosts. Set quarkus.buddykv.\"sessions\".hosts")
                .hasMessageContaining("or to ${quarkus.buddykv.hosts}");
    }
}
