package io.buddykv.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients come, write and read something, and go, some at a time, and nothing of them stays: no threads, no connections, no memory. Every
 * tenth has threads of its own, the others share them. How many is {@code -Dclients=N}.
 */
class ComingAndGoingTest {
    private static final boolean FULL = "full".equals(System.getProperty("proof"));
    private static final int CLIENTS = Integer.getInteger("clients", FULL ? 100_000 : 300);
    private static final int BEFORE = 100;
    private static final int AT_A_TIME = 8;
    private static final int OWN_THREADS_EVERY = 10;
    /** After so many clients the node forgets what it has answered them, as a slave does by time. */
    private static final int FORGOTTEN_EVERY = 1_000;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** What may stay of anything else in the process, whatever the number of clients. */
    private static final long SLACK_BYTES = 8 << 20;

    private static final int SLACK_THREADS = 10;

    /** Where Netty says what was not given back. */
    private static final Logger LEAKS = Logger.getLogger("io.netty.util.ResourceLeakDetector");

    private final List<String> leaks = new CopyOnWriteArrayList<>();
    private final Handler keepsLeaks = new Handler() {
        @Override
        public void publish(LogRecord told) {
            leaks.add(told.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** @param threads without those of the nodes, which stay for a while to be used again */
    private record Left(long threads, long heapBytes, long directBytes) {
        static Left now() {
            System.gc();
            return new Left(
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> !thread.getName().equals(TestingNode.THREAD_NAME))
                            .count(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory());
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void nothingOfThemStays() throws Exception {
        LEAKS.addHandler(keepsLeaks);
        try (TestingNodes nodes = new TestingNodes(1);
                KVClientThreads shared = new KVClientThreads()) {
            comeAndGo(nodes, shared, BEFORE);
            allGone(nodes);
            Left before = Left.now();
            long began = System.nanoTime();
            comeAndGo(nodes, shared, CLIENTS);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            allGone(nodes);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Left.now().threads()).isLessThan(before.threads() + SLACK_THREADS));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(Left.now().heapBytes())
                    .isLessThan(before.heapBytes() + SLACK_BYTES));
            Left after = Left.now();
            assertThat(after.directBytes()).isLessThan(before.directBytes() + SLACK_BYTES);
            assertThat(leaks).isEmpty();
            System.out.println(CLIENTS + " clients in " + millis + " ms, before " + before + ", after " + after);
        } finally {
            LEAKS.removeHandler(keepsLeaks);
        }
    }

    private static void comeAndGo(TestingNodes nodes, KVClientThreads shared, int clients) throws Exception {
        AtomicInteger came = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<Future<?>> each = new ArrayList<>();
            for (int thread = 0; thread < AT_A_TIME; thread++) {
                String key = "k" + thread;
                each.add(threads.submit(() -> {
                    for (int i = came.incrementAndGet(); i <= clients; i = came.incrementAndGet()) {
                        comeAndGo(nodes, i % OWN_THREADS_EVERY == 0 ? null : shared, key, "v" + i);
                        if (i % FORGOTTEN_EVERY == 0) {
                            nodes.kept.clear();
                        }
                    }
                }));
            }
            for (Future<?> ended : each) {
                ended.get();
            }
        } finally {
            threads.shutdownNow();
        }
        nodes.kept.clear();
    }

    /** @param shared null for threads of its own */
    private static void comeAndGo(TestingNodes nodes, KVClientThreads shared, String key, String value) {
        try (KVClient client = KVClient.connect(nodes.settings().threads(shared).build())) {
            client.set(key, value);
            assertThat(client.get(key)).contains(value);
        }
    }

    private static void allGone(TestingNodes nodes) {
        await().atMost(PATIENCE).until(() -> nodes.node(1).connections() == 0);
    }
}
