package io.buddykv.quarkus.client.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.client.KVClient;
import io.buddykv.quarkus.client.KVClientName;
import io.quarkus.arc.InactiveBeanException;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SwitchedOffTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestingApplication.untraced()
            .overrideConfigKey("quarkus.buddykv.devservices.enabled", "false")
            .overrideRuntimeConfigKey("quarkus.buddykv.\"spare\".hosts", "127.0.0.1:1")
            .overrideRuntimeConfigKey("quarkus.buddykv.\"spare\".active", "false");

    @Inject
    @KVClientName("spare")
    InjectableInstance<KVClient> spare;

    @Test
    void theApplicationStartsAndTheClientSaysWhyItIsNotThere() {
        assertThat(spare.getHandle().getBean().isActive()).isFalse();
        assertThatThrownBy(() -> spare.get().get("k"))
                .isInstanceOf(InactiveBeanException.class)
                .hasMessageContaining(
                        "The BuddyKV client 'spare' is switched off by quarkus.buddykv.\"spare\".active=false");
    }
}
