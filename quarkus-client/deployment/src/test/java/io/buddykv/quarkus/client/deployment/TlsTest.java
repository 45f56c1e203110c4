package io.buddykv.quarkus.client.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.client.KVClient;
import io.buddykv.client.TestingCluster;
import io.buddykv.client.failure.CallTimeoutException;
import io.buddykv.quarkus.client.KVClientName;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster whose client port speaks TLS, and clients with different configurations of the registry. */
class TlsTest {
    /** Which its certificate is not for. */
    private static final String UNDER_ANOTHER_NAME = TestingCluster.HOSTS.replace("127.0.0.1", "localhost");

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestingApplication.untraced()
            .setBeforeAllCustomizer(TestingCluster::startEncrypted)
            .setAfterAllCustomizer(TestingCluster::end)
            .overrideConfigKey(
                    "quarkus.tls.cluster.trust-store.pem.certs",
                    TestingCluster.certificate().certificate().toString())
            .overrideConfigKey("quarkus.tls.everybody.trust-all", "true")
            .overrideConfigKey("quarkus.tls.nobody.protocols", "TLSv1.3")
            .overrideConfigKey("quarkus.buddykv.hosts", TestingCluster.HOSTS)
            .overrideRuntimeConfigKey("quarkus.buddykv.tls-configuration-name", "cluster")
            .overrideRuntimeConfigKey("quarkus.buddykv.deadline", "60S")
            .overrideRuntimeConfigKey("quarkus.buddykv.\"trusting\".hosts", UNDER_ANOTHER_NAME)
            .overrideRuntimeConfigKey("quarkus.buddykv.\"trusting\".tls-configuration-name", "everybody")
            .overrideRuntimeConfigKey("quarkus.buddykv.\"trusting\".deadline", "60S")
            .overrideRuntimeConfigKey("quarkus.buddykv.\"wary\".hosts", TestingCluster.HOSTS)
            .overrideRuntimeConfigKey("quarkus.buddykv.\"wary\".tls-configuration-name", "nobody")
            .overrideRuntimeConfigKey("quarkus.buddykv.\"elsewhere\".hosts", UNDER_ANOTHER_NAME)
            .overrideRuntimeConfigKey("quarkus.buddykv.\"elsewhere\".tls-configuration-name", "cluster")
            .overrideRuntimeConfigKey("quarkus.buddykv.\"plain\".hosts", TestingCluster.HOSTS)
            .overrideRuntimeConfigKey("quarkus.buddykv.\"mistaken\".hosts", TestingCluster.HOSTS)
            .overrideRuntimeConfigKey("quarkus.buddykv.\"mistaken\".tls-configuration-name", "missing");

    @Inject
    KVClient client;

    @Inject
    @KVClientName("trusting")
    KVClient trusting;

    @Inject
    @KVClientName("wary")
    KVClient wary;

    @Inject
    @KVClientName("elsewhere")
    KVClient elsewhere;

    @Inject
    @KVClientName("plain")
    KVClient plain;

    @Inject
    @KVClientName("mistaken")
    KVClient mistaken;

    @Test
    void aTrustedClusterIsReached() {
        client.set("k", "v");
        assertThat(trusting.get("k")).contains("v");
    }

    @Test
    void oneThatIsNotTrustedIsNot() {
        assertThatThrownBy(() -> wary.get("k"))
                .isInstanceOf(CallTimeoutException.class)
                .hasMessageContaining("PKIX path");
    }

    @Test
    void oneThatShowsTheCertificateOfAnotherHostIsNot() {
        assertThatThrownBy(() -> elsewhere.get("k"))
                .isInstanceOf(CallTimeoutException.class)
                .hasMessageContaining("localhost");
    }

    @Test
    void withoutAConfigurationNothingIsEncrypted() {
        assertThatThrownBy(() -> plain.get("k")).isInstanceOf(CallTimeoutException.class);
    }

    @Test
    void aConfigurationThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> mistaken.get("k"))
                .hasStackTraceContaining("quarkus.buddykv.\"mistaken\".tls-configuration-name names 'missing'");
    }
}
