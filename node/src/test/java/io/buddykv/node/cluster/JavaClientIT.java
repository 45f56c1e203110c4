package io.buddykv.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.client.Change;
import io.buddykv.client.ChangeListener;
import io.buddykv.client.Codec;
import io.buddykv.client.KVClient;
import io.buddykv.client.KVClientSettings;
import io.buddykv.client.Watch;
import io.buddykv.node.boot.Role;
import io.buddykv.node.local.SupervisedProcesses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The Java client while slaves fail: no call ends in an exception, counters count exactly, histories are linearizable, and watches miss
 * nothing.
 */
@ExtendWith(SharedCluster.Extension.class)
class JavaClientIT {
    private static final int THREADS = Rounds.of(16, 64);
    private static final int KEYS = 200;
    /** Key ranges whose changes may come too fast for what is kept of them, on a busy machine. */
    private static final int MOST_GAPS = Rounds.of(50, 1_000);

    /** Or {@code -Drounds=N}. */
    private static final int ROUNDS = Integer.getInteger("rounds", Rounds.of(1, 60));

    /** What a busy machine may take; the promise, 2 s, is for one that is not. */
    private static final Duration DEADLINE = Duration.ofSeconds(Rounds.of(10, 2));
    /** 99.9 % of the calls that are under way while a slave is away have ended by then; the same about machines holds for it. */
    private static final Duration WAIT_THROUGH_FAILURE = Duration.ofMillis(Rounds.of(10_000, 700));

    private final LocalCluster cluster;

    JavaClientIT(SharedCluster shared) {
        this.cluster = shared.cluster();
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

    /** Slaves come and go, each is restarted in order, and the active master dies. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void countersAreExactThroughPlannedChangesAndAnotherMaster() throws Exception {
        Assumptions.assumeTrue(Rounds.isFull(), "planned changes under the Java client: only in the profile proof");
        try (LocalCluster planned = LocalCluster.startPatient("JavaClientIT", 3);
                KVClient client = connect(planned)) {
            CountersWatch watch = new CountersWatch(client, "planned");
            ClientHistory history = new ClientHistory(client, "history-planned").start();
            Counting counting = new Counting(client, "planned").start();
            for (int slaves : new int[] {5, 2, 3}) {
                counting.awaitMore();
                planned.scale(slaves);
                planned.awaitWhole();
            }
            for (int slave = LocalCluster.FIRST_SLAVE; slave < LocalCluster.FIRST_SLAVE + 3; slave++) {
                counting.awaitMore();
                changed(planned, Role.SLAVE, slave, SupervisedProcesses::terminate);
            }
            counting.awaitMore();
            changed(planned, Role.MASTER, planned.activeMaster().orElseThrow(), SupervisedProcesses::kill);
            counting.awaitMore();
            counting.finish();
            history.finish();
            watch.finish();
        }
    }

    private static void changed(LocalCluster cluster, Role role, int number, Ending how) {
        long version = cluster.awaitWhole().version();
        how.of(cluster.processes(), role, number);
        cluster.await(
                role + " " + number + " is replaced", status -> status.version() > version && cluster.isWhole(status));
    }

    private interface Ending {
        void of(SupervisedProcesses processes, Role role, int number);
    }

    private static KVClient connect(LocalCluster cluster) {
        KVClientSettings.Builder settings = KVClientSettings.builder().deadline(DEADLINE);
        cluster.clientAddresses().forEach(address -> settings.seed(address.host(), address.port()));
        return KVClient.connect(settings.build());
    }

    private void rounds(String failure, IntConsumer begin, IntConsumer end) throws Exception {
        try (KVClient client = connect(cluster)) {
            CountersWatch watch = new CountersWatch(client, failure);
            ClientHistory history = new ClientHistory(client, "history-" + failure).start();
            Counting counting = new Counting(client, failure).start();
            for (int round = 0; round < ROUNDS; round++) {
                int victim = LocalCluster.FIRST_SLAVE + round % SharedCluster.SLAVES;
                long version = cluster.awaitWhole().version();
                counting.awaitMore();
                counting.duringFailure(true);
                begin.accept(victim);
                cluster.await("slave " + victim + " is replaced", status -> status.version() > version);
                counting.awaitMore();
                counting.duringFailure(false);
                end.accept(victim);
                cluster.await(
                        "slave " + victim + " is back",
                        status -> status.version() > version && cluster.isWhole(status));
                watch.tellOfGaps(round);
            }
            counting.finish();
            assertThat(Duration.ofMillis(counting.millisThroughFailure(99.9)))
                    .as("p99.9 of the calls while a slave was " + failure)
                    .isLessThanOrEqualTo(WAIT_THROUGH_FAILURE);
            history.finish();
            watch.finish();
        }
    }

    /** Watches all counters: each has to be told one by one, unless a gap is told. */
    private static final class CountersWatch implements ChangeListener {
        private final KVClient client;
        private final String prefix;
        private final Watch watch;
        private final Map<String, Long> last = new ConcurrentHashMap<>();
        private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
        private final AtomicInteger gaps = new AtomicInteger();
        private volatile boolean gap;
        private int gapsTold;

        CountersWatch(KVClient client, String prefix) {
            this.client = client;
            this.prefix = prefix;
            client.batch(async -> IntStream.range(0, KEYS)
                    .mapToObj(key -> async.delete(prefix + key))
                    .toList());
            this.watch = client.watchPrefix(prefix, this);
        }

        @Override
        public void changed(Change change) {
            Change.Value value = (Change.Value) change;
            long count = value.as(Codec.number());
            Long before = last.put(value.key(), count);
            long expected = before == null ? 1 : before + 1;
            if (count != expected && !(gap && count > expected)) {
                wrong.add(value.key() + " is told to be " + count + " after " + before);
            }
        }

        /** Of one range; how far the others are behind it is not known. */
        @Override
        public void resync() {
            gap = true;
            gaps.incrementAndGet();
        }

        /** So that one sees whether they came all at once. */
        void tellOfGaps(int round) {
            int now = gaps.get();
            if (now != gapsTold) {
                System.out.printf("Java client, slave %s: %d gaps in round %d%n", prefix, now - gapsTold, round + 1);
                gapsTold = now;
            }
        }

        void finish() {
            Map<String, Long> counts = new HashMap<>();
            client.values(Codec.number())
                    .getAll(IntStream.range(0, KEYS)
                            .mapToObj(key -> prefix + key)
                            .toList())
                    .forEach(counts::put);
            Awaitility.await().atMost(LocalCluster.PATIENCE).untilAsserted(() -> assertThat(last)
                    .isEqualTo(counts));
            watch.close();
            System.out.printf("Java client, watch while slaves were %s: %d gaps told%n", prefix, gaps.get());
            assertThat(wrong).isEmpty();
            assertThat(gaps.get())
                    .as("ranges whose changes were not kept for long enough")
                    .isLessThan(MOST_GAPS);
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
        private final ConcurrentHistogram microsThroughFailure = new ConcurrentHistogram(3);
        private volatile boolean failing;
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
                boolean beganFailing = failing;
                long began = System.nanoTime();
                try {
                    client.increment(prefix + i);
                    its[i]++;
                } catch (RuntimeException failed) {
                    failures.add(failed);
                    return;
                }
                long took = (System.nanoTime() - began) / 1000;
                micros.recordValue(took);
                if (beganFailing || failing) {
                    microsThroughFailure.recordValue(took);
                }
            }
        }

        /** Whether calls are under way while a slave is away, from just before it goes until the cluster serves without it. */
        void duringFailure(boolean now) {
            failing = now;
        }

        long millisThroughFailure(double percentile) {
            return microsThroughFailure.getValueAtPercentile(percentile) / 1000;
        }

        private static String times(ConcurrentHistogram micros) {
            return String.format(
                    "p99 %.1f ms, p99.9 %.1f ms, longest %.1f ms",
                    micros.getValueAtPercentile(99) / 1000.0,
                    micros.getValueAtPercentile(99.9) / 1000.0,
                    micros.getMaxValue() / 1000.0);
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
                    "Java client, slave %s: %d increments, %d sent again, %s%n",
                    prefix, micros.getTotalCount(), client.figures().repetitions(), times(micros));
            if (microsThroughFailure.getTotalCount() > 0) {
                System.out.printf(
                        "Java client, %d of them while it was away: %s%n",
                        microsThroughFailure.getTotalCount(), times(microsThroughFailure));
            }
            assertThat(failures).isEmpty();
            for (int key = 0; key < KEYS; key++) {
                int its = key;
                long expected =
                        Arrays.stream(counts).mapToLong(thread -> thread[its]).sum();
                assertThat(client.values(Codec.number()).get(prefix + key).orElse(0L))
                        .as(prefix + key)
                        .isEqualTo(expected);
            }
        }
    }
}
