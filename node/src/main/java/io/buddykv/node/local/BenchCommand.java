package io.buddykv.node.local;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "bench",
        sortOptions = false,
        description = {
            "Puts load on the cluster: a line each second, then throughput and latencies.",
            "Each client goes to the primary of its keys, and repeats what fails until it succeeds."
        })
final class BenchCommand implements Callable<Integer> {
    private static final int DEFAULT_SECONDS = 10;

    @Mixin
    private NodeAddressOption addresses;

    @Option(
            names = {"-c", "--clients"},
            paramLabel = "N",
            description = "Connections (default: ${DEFAULT-VALUE})")
    private int clients = 50;

    @Option(names = "--threads", paramLabel = "N", description = "Of this program (default: ${DEFAULT-VALUE})")
    private int threads = 2;

    @Option(
            names = {"-P", "--pipeline"},
            paramLabel = "N",
            description = "Commands sent at once (default: ${DEFAULT-VALUE})")
    private int pipeline = 1;

    @Option(
            names = {"-n", "--requests"},
            paramLabel = "N",
            description = "End after as many")
    private long requests;

    @Option(
            names = {"-s", "--seconds"},
            paramLabel = "N",
            description = "End after this time (default: " + DEFAULT_SECONDS + ")")
    private int seconds;

    @Option(
            names = {"-k", "--keys"},
            paramLabel = "N",
            description = "Different keys, of 16 octets (default: ${DEFAULT-VALUE})")
    private long keys = 1_000_000;

    @Option(
            names = {"-d", "--value-size"},
            paramLabel = "OCTETS",
            description = "Of each value (default: ${DEFAULT-VALUE})")
    private int valueSize = 100;

    @Option(names = "--mix", paramLabel = "GET:SET", description = "How many of each (default: ${DEFAULT-VALUE})")
    private String mix = "1:1";

    @Option(
            names = "--timeout",
            paramLabel = "MILLIS",
            description = "Give a silent connection up (default: ${DEFAULT-VALUE})")
    private int timeoutMillis = 5_000;

    @Option(
            names = "--wait",
            paramLabel = "COPIES",
            description = "End each batch by WAIT: for comparing with Redis (default: none)")
    private int waitForCopies;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = {
                "Commands per second, all clients together (default: as many as possible).",
                "Latency then counts from when a command was due."
            })
    private int rate;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        LoadSettings settings = settings();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%d clients, %d threads, pipeline %d, %d keys, values of %d octets, GET:SET %s%s; JDK %s, %d processors%n",
                settings.clients(),
                settings.threads(),
                settings.pipeline(),
                settings.keys(),
                settings.valueSize(),
                mix,
                rate == 0 ? "" : ", " + rate + " commands per second",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors());
        LoadCounters counters = new LoadCounters();
        long from = System.nanoTime();
        try (SlotOwners owners = new SlotOwners(addresses.addresses(), addresses.password())) {
            owners.start();
            List<LoadThread> running = start(settings, owners, counters);
            follow(settings, running, counters, out);
        } catch (IOException e) {
            throw new LaunchException(e.getMessage(), e);
        }
        counters.interval();
        summary(counters, System.nanoTime() - from, out);
        return counters.done() > 0 ? Kv.DONE : Kv.FAILED;
    }

    private LoadSettings settings() {
        String[] parts = mix.split(":", 2);
        try {
            int wantedSeconds = requests == 0 && seconds == 0 ? DEFAULT_SECONDS : seconds;
            return new LoadSettings(
                    clients,
                    threads,
                    pipeline,
                    requests,
                    wantedSeconds,
                    keys,
                    valueSize,
                    Integer.parseInt(parts[0]),
                    Integer.parseInt(parts[1]),
                    timeoutMillis,
                    waitForCopies,
                    rate);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException notNumbers) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--mix: " + mix + " must be two numbers, as in 4:1", notNumbers);
        } catch (IllegalArgumentException invalid) {
            throw new CommandLine.ParameterException(spec.commandLine(), invalid.getMessage(), invalid);
        }
    }

    private static List<LoadThread> start(LoadSettings settings, SlotOwners owners, LoadCounters counters)
            throws IOException {
        AtomicLong left = new AtomicLong(settings.requests() > 0 ? settings.requests() : Long.MAX_VALUE);
        List<LoadThread> running = new ArrayList<>();
        for (int index = 0; index < settings.threads(); index++) {
            running.add(new LoadThread(index, settings, owners, counters, left));
        }
        running.forEach(Thread::start);
        return running;
    }

    private static void follow(LoadSettings settings, List<LoadThread> running, LoadCounters counters, PrintWriter out)
            throws InterruptedException {
        long doneBefore = 0;
        long failuresBefore = 0;
        for (int second = 1; running.stream().anyMatch(Thread::isAlive); second++) {
            long from = System.nanoTime();
            long next = from + TimeUnit.SECONDS.toNanos(1);
            for (LoadThread thread : running) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(next - System.nanoTime())));
            }
            Histogram interval = counters.interval();
            out.printf(
                    Locale.ROOT,
                    "%4d s %,12d ops/s   p50 %7.3f ms  p99 %7.3f ms  max %8.3f ms   redirections %d   failed tries %d%n",
                    second,
                    (counters.done() - doneBefore) * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - from),
                    millis(interval.getValueAtPercentile(50)),
                    millis(interval.getValueAtPercentile(99)),
                    millis(interval.getMaxValue()),
                    counters.redirections(),
                    counters.failures() - failuresBefore);
            out.flush();
            doneBefore = counters.done();
            failuresBefore = counters.failures();
            if (settings.seconds() > 0 && second >= settings.seconds()) {
                running.forEach(LoadThread::finish);
            }
        }
    }

    private static void summary(LoadCounters counters, long nanos, PrintWriter out) {
        Histogram all = counters.all();
        out.printf(
                Locale.ROOT,
                "throughput   %,.0f ops/s (%,d in %.1f s)%n",
                counters.done() * 1e9 / nanos,
                counters.done(),
                nanos / 1e9);
        out.printf(
                Locale.ROOT,
                "latency      p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms, max %.3f ms%n",
                millis(all.getValueAtPercentile(50)),
                millis(all.getValueAtPercentile(99)),
                millis(all.getValueAtPercentile(99.9)),
                millis(all.getMaxValue()));
        out.printf(Locale.ROOT, "redirections %d%n", counters.redirections());
        out.printf(
                Locale.ROOT,
                "failed tries %d, all repeated%s; longest time until one succeeded %.0f ms%n",
                counters.failures(),
                counters.kinds().isEmpty() ? "" : " " + counters.kinds(),
                millis(counters.longestOutageNanos()));
        out.flush();
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
