package io.buddykv.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.node.linearizability.Answer;
import io.buddykv.node.linearizability.HistoryRecorder;
import io.buddykv.node.linearizability.Linearizability;
import io.buddykv.node.linearizability.Operation;
import io.buddykv.node.linearizability.Verdict;
import io.buddykv.protocol.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/**
 * Clients that read and write the same few keys of all ranges, whose calls are recorded, and each by itself write keys
 * that nobody else touches, of which they remember what was acknowledged.
 */
final class RecordedLoad implements AutoCloseable {
    /** Between two calls of one client, so that the load leaves the processors to what is tested. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final int ANSWER_MILLIS = 3_000;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int SHARED_KEYS = 256;
    private static final int COUNTERS = 64;

    private static final int CALLS_OF_GOING_ON = 300;
    private static final int CALLS_UNTIL_WARM = 20_000;

    private final SlotMap slots;
    private final HistoryRecorder recorder = HistoryRecorder.onSystemClock();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicInteger unknown = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> refusals = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private final List<Thread> threads = new ArrayList<>();

    private volatile boolean stopped;

    RecordedLoad(List<NodeAddress> nodes) {
        slots = new SlotMap(nodes);
    }

    RecordedLoad start(int clients) {
        slots.refresh(0);
        for (int client = 0; client < clients; client++) {
            int number = client;
            Thread thread = new Thread(() -> run(number), "load-" + client);
            thread.setUncaughtExceptionHandler((dead, why) -> failures.add(dead.getName() + ": " + why));
            threads.add(thread);
            thread.start();
        }
        return this;
    }

    /** Calls whose outcome no client knows. */
    int unknown() {
        return unknown.get();
    }

    /** Waits until the processes have served for a while: in their first seconds a JVM compiles more than it serves. */
    void awaitWarm() {
        Awaitility.await()
                .atMost(LocalCluster.PATIENCE)
                .until(() -> calls.get() > CALLS_UNTIL_WARM || !failures.isEmpty());
    }

    /** Waits until the load has gone on. */
    void awaitMoreCalls() {
        long from = calls.get();
        Awaitility.await()
                .atMost(LocalCluster.PATIENCE)
                .until(() -> calls.get() > from + CALLS_OF_GOING_ON || !failures.isEmpty());
    }

    /** After {@link #finish()}: nothing acknowledged is lost, no answer was wrong, and nobody had to wait for too long. */
    void assertSound() {
        assertThat(refusals)
                .as("calls that were refused for " + PATIENCE_MILLIS + " ms")
                .isEmpty();
        assertNothingLost();
    }

    /** The same, however long calls were refused. */
    void assertNothingLost() {
        assertThat(failures).as("errors").isEmpty();
        assertThat(lost()).as("acknowledged writes that are lost").isEmpty();
        assertThat(Linearizability.check(recorder.history())).isInstanceOf(Verdict.Linearizable.class);
    }

    String summary() {
        return calls + " calls, " + acknowledged.size() + " writes read back, " + unknown + " outcomes unknown";
    }

    private void run(int client) {
        SplittableRandom random = new SplittableRandom(client);
        try (ClusterClient connection = new ClusterClient(slots, ANSWER_MILLIS, client)) {
            for (int turn = 0; !stopped; turn++) {
                if (turn % 4 == 0) {
                    writeOwn(connection, "own:" + run + ":" + client + ":" + turn);
                } else {
                    callRecorded(connection, client, turn, random);
                }
                calls.incrementAndGet();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void writeOwn(ClusterClient connection, String key) {
        if (connection.call(PATIENCE_MILLIS, "SET", key, key) instanceof ClusterClient.Outcome.Answered answered
                && answered.reply() instanceof Reply.Simple) {
            acknowledged.put(key, key);
        }
    }

    private void callRecorded(ClusterClient connection, int client, int turn, SplittableRandom random) {
        RecordedCall call = RecordedCall.any(random, run, client + "." + turn, SHARED_KEYS, COUNTERS);
        record(connection, client, call);
    }

    private void record(ClusterClient connection, int client, RecordedCall call) {
        HistoryRecorder.Call open = recorder.invoke(client, call.key(), call.operation());
        ClusterClient.Outcome outcome = connection.call(PATIENCE_MILLIS, call.command());
        if (outcome instanceof ClusterClient.Outcome.Answered answered) {
            if (answered.reply() instanceof Reply.Failure failure) {
                failures.add(call + ": " + failure.text());
            } else {
                open.answered(answer(answered.reply()));
            }
        } else if (outcome instanceof ClusterClient.Outcome.NotDone notDone) {
            open.refused();
            refusals.add(call + ": " + notDone.why());
        } else {
            unknown.incrementAndGet();
        }
    }

    private static Answer answer(Reply reply) {
        return reply instanceof Reply.Nil ? Answer.NIL : Answer.of(reply.text());
    }

    /** Ends the load, and reads every shared key once more as part of the history. */
    void finish() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        try (ClusterClient reader = new ClusterClient(slots, ANSWER_MILLIS, threads.size())) {
            for (String key : RecordedCall.keys(run, SHARED_KEYS, COUNTERS)) {
                record(reader, threads.size(), new RecordedCall(key, new Operation.Get(), "GET", key));
            }
        }
    }

    /** Reads everything back that was acknowledged; what is not there any more, with what was read instead. */
    private Map<String, String> lost() {
        Map<String, String> lost = new TreeMap<>();
        try (ClusterClient reader = new ClusterClient(slots, ANSWER_MILLIS, 0)) {
            acknowledged.forEach((key, value) -> {
                ClusterClient.Outcome outcome = reader.call(PATIENCE_MILLIS, "GET", key);
                if (!(outcome instanceof ClusterClient.Outcome.Answered answered)
                        || !answered.reply().text().equals(value)) {
                    lost.put(key, outcome.toString());
                }
            });
        }
        return lost;
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
