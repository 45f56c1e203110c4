package io.buddykv.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.client.failure.CallTimeoutException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deadlines are met only where a test says so, as in {@link KVClientTest}. */
@Timeout(300)
class TlsTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    @TempDir
    static Path directory;

    private final TestingCertificate certificate = TestingCertificate.make(directory.resolve("nodes"));
    private TestingNodes nodes;

    @BeforeEach
    void start() throws IOException {
        nodes = encrypted(certificate);
    }

    private static TestingNodes encrypted(TestingCertificate certificate) throws IOException {
        return new TestingNodes(2, 0, certificate.context().getServerSocketFactory());
    }

    @AfterEach
    void end() {
        nodes.close();
    }

    @Test
    void callsAndChangesOfTheMapGoThroughIt() {
        Map<String, String> values =
                IntStream.range(0, 200).boxed().collect(Collectors.toMap(i -> "key" + i, i -> "value".repeat(1_000)));
        try (KVClient client =
                KVClient.connect(nodes.settings().tls(certificate.context()).build())) {
            client.strings().setAll(values);
            nodes.become(range -> 2);

            assertThat(client.strings().getAll(values.keySet())).isEqualTo(values);
        }
        assertThat(nodes.nodes).allMatch(node -> node.served.get() > 0);
    }

    @Test
    void aCertificateThatIsNotTrustedIsRefused() {
        SSLContext other = TestingCertificate.make(directory.resolve("unknown")).context();
        assertThatFails(nodes.settings().tls(other)).hasMessageContaining("PKIX path");
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws IOException {
        TestingCertificate others = TestingCertificate.make(directory.resolve("other"), "dns:other");
        try (TestingNodes strangers = encrypted(others)) {
            assertThatFails(strangers.settings().tls(others.context())).hasMessageContaining("127.0.0.1");
        }
    }

    @Test
    void enginesThatCannotBeMadeSayWhy() {
        assertThatFails(nodes.settings().tls((host, port) -> {
                    throw new IllegalStateException("there is no key store");
                }))
                .hasMessageContaining("there is no key store");
    }

    private static AbstractThrowableAssert<?, ?> assertThatFails(KVClientSettings.Builder settings) {
        try (KVClient client = KVClient.connect(settings.deadline(SHORT).build())) {
            return assertThatThrownBy(() -> client.set("key", "value")).isInstanceOf(CallTimeoutException.class);
        }
    }
}
