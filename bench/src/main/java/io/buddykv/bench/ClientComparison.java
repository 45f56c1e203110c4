package io.buddykv.bench;

import io.buddykv.client.KVClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * The Java client beside Lettuce's cluster client, each with its defaults, on the same cluster in one run: threads that
 * wait for each answer, the two in turn. Prints medians of the rounds. Arguments: threads, seconds of a round, rounds, then
 * client ports of 127.0.0.1.
 */
public final class ClientComparison {
    private static final int KEYS = 10_000;
    private static final String VALUE = "x".repeat(100);

    private final int threads;
    private final long nanos;
    private final int rounds;

    private ClientComparison(int threads, int seconds, int rounds) {
        this.threads = threads;
        this.nanos = Duration.ofSeconds(seconds).toNanos();
        this.rounds = rounds;
    }

    /** One call with a key. */
    private interface Operation {
        void on(String key);
    }

    /** What one round has come to. */
    private record Figure(double perSecond, double p99Millis) {}

    public static void main(String[] arguments) throws InterruptedException {
        ClientComparison comparison = new ClientComparison(
                Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        int[] ports =
                Arrays.stream(arguments).skip(3).mapToInt(Integer::parseInt).toArray();
        String[] seeds =
                Arrays.stream(ports).mapToObj(port -> "127.0.0.1:" + port).toArray(String[]::new);
        RedisClusterClient lettuce = RedisClusterClient.create(Arrays.stream(ports)
                .mapToObj(port -> RedisURI.create("127.0.0.1", port))
                .toList());
        try (KVClient ours = KVClient.connect(seeds);
                StatefulRedisClusterConnection<String, String> theirs = lettuce.connect()) {
            comparison.compare(
                    "set", key -> ours.set(key, VALUE), key -> theirs.sync().set(key, VALUE));
            comparison.compare("get", ours::get, key -> theirs.sync().get(key));
        } finally {
            lettuce.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    private void compare(String name, Operation ours, Operation theirs) throws InterruptedException {
        List<Figure> own = new ArrayList<>();
        List<Figure> others = new ArrayList<>();
        round(ours);
        round(theirs);
        for (int round = 0; round < rounds; round++) {
            own.add(round(ours));
            others.add(round(theirs));
        }
        Figure mine = median(own);
        Figure other = median(others);
        System.out.printf(
                "%-28s %12.0f %12.0f %8.2f   %9.3f %9.3f %8.2f%n",
                name + ", " + threads + " threads",
                mine.perSecond(),
                other.perSecond(),
                mine.perSecond() / other.perSecond(),
                mine.p99Millis(),
                other.p99Millis(),
                mine.p99Millis() / other.p99Millis());
    }

    private static Figure median(List<Figure> figures) {
        double[] rates =
                figures.stream().mapToDouble(Figure::perSecond).sorted().toArray();
        double[] latencies =
                figures.stream().mapToDouble(Figure::p99Millis).sorted().toArray();
        return new Figure(rates[rates.length / 2], latencies[latencies.length / 2]);
    }

    private Figure round(Operation operation) throws InterruptedException {
        AtomicLong calls = new AtomicLong();
        Histogram all = new Histogram(3);
        List<Thread> running = new ArrayList<>();
        long ends = System.nanoTime() + nanos;
        for (int t = 0; t < threads; t++) {
            Thread thread = new Thread(() -> {
                Histogram its = new Histogram(3);
                for (long began = System.nanoTime(); began < ends; ) {
                    operation.on("key:" + ThreadLocalRandom.current().nextInt(KEYS));
                    long ended = System.nanoTime();
                    its.recordValue((ended - began) / 1000);
                    began = ended;
                }
                calls.addAndGet(its.getTotalCount());
                synchronized (all) {
                    all.add(its);
                }
            });
            running.add(thread);
            thread.start();
        }
        for (Thread thread : running) {
            thread.join();
        }
        return new Figure(calls.get() * 1e9 / nanos, all.getValueAtPercentile(99) / 1000.0);
    }
}
