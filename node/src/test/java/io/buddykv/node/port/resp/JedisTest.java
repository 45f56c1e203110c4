package io.buddykv.node.port.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

/** An unmodified client against a client port. */
class JedisTest {
    private TestingSlave slave;

    @BeforeEach
    void start() throws IOException {
        slave = TestingSlave.start(new TestingSettings(), "secret");
    }

    @AfterEach
    void stop() {
        slave.close();
    }

    private Jedis connect(RedisProtocol protocol) {
        return new Jedis(
                new HostAndPort("127.0.0.1", slave.clientPort()),
                DefaultJedisClientConfig.builder()
                        .password("secret")
                        .clientName("jedis")
                        .protocol(protocol)
                        .build());
    }

    @Test
    void readsAndWritesInBothProtocols() {
        for (RedisProtocol protocol : List.of(RedisProtocol.RESP2, RedisProtocol.RESP3)) {
            try (Jedis jedis = connect(protocol)) {
                assertThat(jedis.set("key", "value", SetParams.setParams().px(60_000)))
                        .isEqualTo("OK");
                assertThat(jedis.get("key")).isEqualTo("value");
                assertThat(jedis.get("missing")).isNull();
                assertThat(jedis.pttl("key")).isBetween(1L, 60_000L);
                assertThat(jedis.configGet("maxclients")).containsEntry("maxclients", "10000");
                assertThat(jedis.clientGetname()).isEqualTo("jedis");
                assertThat(jedis.clientInfo()).contains("name=jedis", "lib-name=jedis");
                assertThat(jedis.info("server")).contains("redis_version:7.0.15", "buddykv_version:");
                assertThat(jedis.clusterShards()).hasSize(2);
                assertThat(jedis.commandInfo("get", "set")).hasSize(2);
            }
        }
    }

    @Test
    void pipelinesAndTransactions() {
        try (Jedis jedis = connect(RedisProtocol.RESP3)) {
            List<Response<Long>> counts = new ArrayList<>();
            Pipeline pipeline = jedis.pipelined();
            for (int i = 0; i < 10_000; i++) {
                counts.add(pipeline.incr("counter"));
            }
            pipeline.sync();
            assertThat(counts.get(9_999).get()).isEqualTo(10_000);
            var transaction = jedis.multi();
            transaction.set("{x}a", "1");
            Response<Long> count = transaction.incr("{x}a");
            transaction.exec();
            assertThat(count.get()).isEqualTo(2);
        }
    }

    @Test
    void nothingIsSaidWithoutThePassword() {
        try (Jedis jedis = new Jedis("127.0.0.1", slave.clientPort())) {
            assertThatThrownBy(() -> jedis.get("key"))
                    .isInstanceOf(JedisDataException.class)
                    .hasMessage("NOAUTH Authentication required.");
            assertThatThrownBy(() -> jedis.auth("wrong")).isInstanceOf(JedisAccessControlException.class);
            assertThat(jedis.auth("secret")).isEqualTo("OK");
            assertThat(jedis.get("key")).isNull();
        }
    }

    @Test
    void clientsAreListedAndKilled() {
        try (Jedis first = connect(RedisProtocol.RESP2);
                Jedis second = connect(RedisProtocol.RESP2)) {
            assertThat(first.clientList().lines()).hasSize(2);
            long other = second.clientId();
            assertThat(first.sendCommand(Protocol.Command.CLIENT, "KILL", "ID", "" + other))
                    .isEqualTo(1L);
            await().untilAsserted(() -> assertThatThrownBy(second::ping).isNotNull());
        }
    }
}
