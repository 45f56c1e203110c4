package io.buddykv.quarkus.client.deployment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.client.KVClient;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InvalidSettingTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestingApplication.untraced()
            .overrideConfigKey("quarkus.buddykv.hosts", "localhost")
            .overrideRuntimeConfigKey("quarkus.buddykv.deadline", "2S");

    @Inject
    KVClient client;

    @Test
    void namesTheClientAndTheValue() {
        assertThatThrownBy(() -> client.get("k"))
                .hasStackTraceContaining("quarkus.buddykv.*: a seed is host:port, not 'localhost'");
    }
}
