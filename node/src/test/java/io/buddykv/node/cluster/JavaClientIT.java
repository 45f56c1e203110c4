package io.buddykv.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.client.KVClient;
import io.buddykv.client.KVClientSettings;
import io.buddykv.node.boot.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Java client while slaves fail: no call ends in an exception, and counters count exactly. */
class JavaClientIT {
    private static final int SLAVES = 3;
    private static final int THREADS = Rounds.of(16, 64);
    private static final int KEYS = 200;
    private static final int ROUNDS = Rounds.of(1, 60);

    /** What a busy machine may take; the promise, 2 s, is for one that is not. */
    private static final Duration DEADLINE = Duration.ofSeconds(Rounds.of(10, 2));

    private static LocalCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = LocalCluster.start("JavaClientIT", SLAVES);
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void countersAreExactThroughKills() throws Exception {
        rounds("killed", slave -> cluster.processes().kill(Role.SLAVE, slave), slave -> {});
    }

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void countersAreExactThroughFreezes() throws Exception {
        rounds("frozen", slave -> cluster.processes().pause(Role.SLAVE, slave), slave -> cluster.processes()
                .resume(Role.SLAVE, slave));
    }

    private static void rounds(String failure, IntConsumer begin, IntConsumer end) throws Exception {
        KVClientSettings.Builder settings = KVClientSettings.builder().deadline(DEADLINE);
        cluster.clientAddresses().forEach(address -> settings.seed(address.host(), address.port()));
        try (KVClient client = KVClient.connect(settings.build())) {
            Counting counting = new Counting(client, failure).start();
            for (int round = 0; round < ROUNDS; round++) {
                int victim = LocalCluster.FIRST_SLAVE + round % SLAVES;
                long version = cluster.awaitWhole().version();
                counting.awaitMore();
                begin.accept(victim);
                cluster.await("slave " + victim + " is replaced", status -> status.version() > version);
                counting.awaitMore();
                end.accept(victim);
                cluster.await(
                        "slave " + victim + " is back",
                        status -> status.version() > version && cluster.isWhole(status));
            }
            counting.finish();
        }
    }

    /** Threads that add one to keys, as fast as they are answered. */
    private static final class Counting {
        private final KVClient client;
        private final String prefix;
        private final List<Thread> threads = new ArrayList<>();
        private final long[][] counts = new long[THREADS][KEYS];
        private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        private final ConcurrentHistogram micros = new ConcurrentHistogram(3);
        private volatile boolean ended;

        Counting(KVClient client, String prefix) {
            this.client = client;
            this.prefix = prefix;
        }

        Counting start() {
            for (int t = 0; t < THREADS; t++) {
                long[] its = counts[t];
                Thread thread = new Thread(() -> count(its), "counting-" + t);
                threads.add(thread);
                thread.start();
            }
            return this;
        }

        private void count(long[] its) {
            for (int i = 0; !ended; i = (i + 7) % KEYS) {
                long began = System.nanoTime();
                try {
                    client.increment(prefix + i);
                    its[i]++;
                } catch (RuntimeException failed) {
                    failures.add(failed);
                    return;
                }
                micros.recordValue((System.nanoTime() - began) / 1000);
            }
        }

        void awaitMore() throws InterruptedException {
            long wanted = micros.getTotalCount() + 100L * THREADS;
            while (micros.getTotalCount() < wanted && failures.isEmpty()) {
                Thread.sleep(5);
            }
        }

        void finish() throws InterruptedException {
            ended = true;
            for (Thread thread : threads) {
                thread.join();
            }
            System.out.printf(
                    "Java client, slave %s: %d increments, %d sent again, p99.9 %.1f ms, longest %.1f ms%n",
                    prefix,
                    micros.getTotalCount(),
                    client.figures().repetitions(),
                    micros.getValueAtPercentile(99.9) / 1000.0,
                    micros.getMaxValue() / 1000.0);
            assertThat(failures).isEmpty();
            for (int key = 0; key < KEYS; key++) {
                int its = key;
                long expected =
                        Arrays.stream(counts).mapToLong(thread -> thread[its]).sum();
                assertThat(client.increment(prefix + key, 0)).as(prefix + key).isEqualTo(expected);
            }
        }
    }
}
