package io.buddykv.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.operator.model.Port;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/**
 * Clients that write keys of their own by an ordinary cluster client, and remember what was acknowledged. A write that
 * fails is tried again as an application would; one that has not succeeded for {@link #PATIENCE} is a failed operation.
 */
final class AcknowledgedWrites implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int WRITES_OF_GOING_ON = 200;

    private RedisClusterClient client;
    private StatefulRedisClusterConnection<String, String> connection;
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong longestMillis = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);

    private volatile boolean stopped;

    /** @param host any node of the cluster, or its service */
    AcknowledgedWrites(String host, int port) {
        connect(host, port);
    }

    private void connect(String host, int port) {
        client = RedisClusterClient.create(RedisURI.builder()
                .withHost(host)
                .withPort(port)
                .withTimeout(ANSWER)
                .build());
        client.setOptions(ClusterClientOptions.builder()
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enableAllAdaptiveRefreshTriggers()
                        .adaptiveRefreshTriggersTimeout(Duration.ofMillis(100))
                        .enablePeriodicRefresh(Duration.ofSeconds(1))
                        .build())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(Duration.ofMillis(500))
                        .build())
                .timeoutOptions(TimeoutOptions.enabled(ANSWER))
                .validateClusterNodeMembership(false)
                .build());
        connection = client.connect();
    }

    AcknowledgedWrites start() {
        for (int number = 0; number < CLIENTS; number++) {
            int own = number;
            Thread thread = new Thread(() -> write(own), "writes-" + number);
            threads.add(thread);
            thread.start();
        }
        awaitMore();
        return this;
    }

    /** Waits until the writes have gone on. */
    void awaitMore() {
        long from = writes.get();
        Awaitility.await().atMost(PATIENCE.multipliedBy(2)).until(() -> writes.get() > from + WRITES_OF_GOING_ON);
    }

    private void write(int number) {
        for (long turn = 0; !stopped; turn++) {
            write("e2e:" + run + ":" + number + ":" + turn);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void write(String key) {
        long from = System.nanoTime();
        while (true) {
            try {
                connection.sync().set(key, key);
                acknowledged.put(key, key);
                writes.incrementAndGet();
                longestMillis.accumulateAndGet(millisSince(from), Math::max);
                return;
            } catch (RedisException e) {
                refusals.add(e.toString());
                if (millisSince(from) > PATIENCE.toMillis()) {
                    failures.add(key + ": " + e);
                    return;
                }
                LockSupport.parkNanos(AGAIN_NANOS);
            }
        }
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    /** Ends the writes and reads every acknowledged one back. */
    void assertNothingLost(String after) throws InterruptedException {
        stop();
        Map<String, String> lost = new TreeMap<>();
        acknowledged.forEach((key, value) -> {
            String read = read(key);
            if (!value.equals(read)) {
                lost.put(key, String.valueOf(read));
            }
        });
        System.out.println(after + ": " + summary());
        assertThat(failures).as("writes that never succeeded, after: " + after).isEmpty();
        assertThat(lost)
                .as("acknowledged writes that are lost, after: " + after)
                .isEmpty();
    }

    /** As {@link #assertNothingLost}, and no attempt of any write was refused or broken off. */
    void assertNobodyNoticed(String after) throws InterruptedException {
        assertNothingLost(after);
        assertThat(refusals).as("attempts that failed, after: " + after).isEmpty();
    }

    private String read(String key) {
        long from = System.nanoTime();
        while (true) {
            try {
                return connection.sync().get(key);
            } catch (RedisException e) {
                if (millisSince(from) > PATIENCE.toMillis()) {
                    throw e;
                }
                LockSupport.parkNanos(AGAIN_NANOS);
            }
        }
    }

    private String summary() {
        return acknowledged.size() + " acknowledged writes read back, " + refusals.size()
                + " attempts failed" + (refusals.isEmpty() ? "" : " (as " + refusals.peek() + ")")
                + ", longest write " + longestMillis + " ms";
    }

    /** Ends the writes, so that the cluster can be taken away. */
    void pause() throws InterruptedException {
        stop();
        connection.close();
        client.shutdown();
    }

    /** What was written before the pause is read from here. */
    void readFrom(TestedCluster cluster) {
        connect(cluster.clientAddress(), Port.CLIENT.number());
    }

    private void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
        connection.close();
        client.shutdown();
    }
}
