package io.buddykv.node.cluster;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import redis.clients.jedis.HostAndPort;

/** A cluster client of a library, unmodified, as far as these tests use it. From any number of threads. */
interface LibraryClient extends AutoCloseable {
    void set(String key, String value);

    String get(String key);

    @Override
    void close();

    /** Jedis with its defaults. */
    static LibraryClient jedis(List<NodeAddress> nodes) {
        redis.clients.jedis.RedisClusterClient cluster = redis.clients.jedis.RedisClusterClient.create(nodes.stream()
                .map(node -> new HostAndPort(node.host(), node.port()))
                .collect(Collectors.toSet()));
        return new LibraryClient() {
            @Override
            public void set(String key, String value) {
                cluster.set(key, value);
            }

            @Override
            public String get(String key) {
                return cluster.get(key);
            }

            @Override
            public void close() {
                cluster.close();
            }

            @Override
            public String toString() {
                return "Jedis";
            }
        };
    }

    /** Lettuce as its documentation advises for clusters that change: with adaptive refreshes of the topology. */
    static LibraryClient lettuce(List<NodeAddress> nodes) {
        RedisClusterClient client = RedisClusterClient.create(nodes.stream()
                .map(node -> RedisURI.Builder.redis(node.host(), node.port())
                        .withTimeout(Duration.ofSeconds(10))
                        .build())
                .toList());
        client.setOptions(ClusterClientOptions.builder()
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enableAllAdaptiveRefreshTriggers()
                        .adaptiveRefreshTriggersTimeout(Duration.ofMillis(100))
                        .enablePeriodicRefresh(Duration.ofSeconds(1))
                        .build())
                .build());
        StatefulRedisClusterConnection<String, String> connection = client.connect();
        return new LibraryClient() {
            @Override
            public void set(String key, String value) {
                connection.sync().set(key, value);
            }

            @Override
            public String get(String key) {
                return connection.sync().get(key);
            }

            @Override
            public void close() {
                connection.close();
                client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
            }

            @Override
            public String toString() {
                return "Lettuce";
            }
        };
    }
}
