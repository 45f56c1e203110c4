package io.buddykv.node.port.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.buddykv.client.TestingCertificate;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** An unmodified client against a client port that speaks TLS. */
class TlsClientPortTest {
    private static final String LARGE = "0123456789abcdef".repeat(512 * 1024);

    @TempDir
    static Path directory;

    private final TestingCertificate certificate = TestingCertificate.make(directory);
    private TestingSlave slave;

    @BeforeEach
    void start() throws IOException {
        slave = TestingSlave.start(SslContextBuilder.forServer(
                        certificate.certificate().toFile(), certificate.key().toFile())
                .build());
    }

    @AfterEach
    void stop() {
        slave.close();
    }

    private Jedis connect() {
        return new Jedis(
                new HostAndPort("127.0.0.1", slave.clientPort()),
                DefaultJedisClientConfig.builder()
                        .ssl(true)
                        .sslSocketFactory(certificate.context().getSocketFactory())
                        .socketTimeoutMillis(60_000)
                        .build());
    }

    @Test
    void valuesLargerThanManyRecordsAndLongPipelines() {
        try (Jedis jedis = connect()) {
            jedis.set("large", LARGE);
            List<Response<Long>> counts = new ArrayList<>();
            Pipeline pipeline = jedis.pipelined();
            for (int i = 0; i < 5_000; i++) {
                counts.add(pipeline.incr("n"));
            }
            Response<String> large = pipeline.get("large");
            pipeline.sync();

            assertThat(counts.get(counts.size() - 1).get()).isEqualTo(5_000);
            assertThat(large.get()).isEqualTo(LARGE);
        }
    }

    @Test
    void whoTakesNoRepliesIsPausedAndLosesNone() {
        try (Jedis jedis = connect()) {
            jedis.set("large", LARGE);
            Pipeline pipeline = jedis.pipelined();
            List<Response<String>> replies = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                replies.add(pipeline.get("large"));
            }
            pipeline.sync();

            assertThat(replies).allMatch(reply -> LARGE.equals(reply.get()));
        }
        await().until(() -> slave.port.connectedClients().count() == 0);
        assertThat(slave.port.clientMemoryBytes()).isZero();
    }

    @Test
    void whoSpeaksNoTlsIsClosedAndOthersAreServed() throws IOException {
        try (Socket plain = new Socket("127.0.0.1", slave.clientPort())) {
            plain.getOutputStream().write("*1\r\n$4\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = plain.getInputStream();

            assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("PONG");
        }
        try (Jedis jedis = connect()) {
            assertThat(jedis.ping()).isEqualTo("PONG");
        }
    }

    @Test
    void whoTrustsOthersIsToldSo() {
        TestingCertificate other = TestingCertificate.make(directory.resolve("other"));
        DefaultJedisClientConfig config = DefaultJedisClientConfig.builder()
                .ssl(true)
                .sslSocketFactory(other.context().getSocketFactory())
                .build();
        assertThatThrownBy(() -> new Jedis(new HostAndPort("127.0.0.1", slave.clientPort()), config).ping())
                .isInstanceOf(JedisConnectionException.class)
                .hasStackTraceContaining("PKIX path");
    }
}
