package io.buddykv.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients come, write and read something, and go, one after the other, and nothing of them stays: no threads, no connections, no memory.
 * How many is {@code -Dclients=N}.
 */
class ComingAndGoingTest {
    private static final boolean FULL = "full".equals(System.getProperty("proof"));
    private static final int CLIENTS = Integer.getInteger("clients", FULL ? 100_000 : 100);
    private static final int BEFORE = 30;

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

    private record Left(int threads, long heapBytes, long directBytes) {
        static Left now() {
            System.gc();
            return new Left(
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory());
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void nothingOfThemStays() throws IOException {
        LEAKS.addHandler(keepsLeaks);
        try (TestingNodes nodes = new TestingNodes(1)) {
            comeAndGo(nodes, BEFORE);
            allGone(nodes);
            Left before = Left.now();
            long began = System.nanoTime();
            comeAndGo(nodes, CLIENTS);
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

    private static void comeAndGo(TestingNodes nodes, int clients) {
        for (int i = 0; i < clients; i++) {
            try (KVClient client = nodes.connect()) {
                client.set("k", "v" + i);
                assertThat(client.get("k")).contains("v" + i);
            }
            nodes.kept.clear();
        }
    }

    private static void allGone(TestingNodes nodes) {
        await().atMost(PATIENCE).until(() -> nodes.node(1).connections() == 0);
    }
}
