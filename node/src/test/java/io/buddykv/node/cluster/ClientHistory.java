package io.buddykv.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.buddykv.client.KVClient;
import io.buddykv.client.SetOptions;
import io.buddykv.node.linearizability.Answer;
import io.buddykv.node.linearizability.HistoryRecorder;
import io.buddykv.node.linearizability.Linearizability;
import io.buddykv.node.linearizability.Operation;
import io.buddykv.node.linearizability.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Threads that read and write the same few keys through the Java client, whose calls are recorded and judged. */
final class ClientHistory {
    private static final int THREADS = 8;
    private static final int KEYS = 64;
    /** Between two calls of one thread, so that what is recorded can be searched. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final KVClient client;
    private final String prefix;
    private final HistoryRecorder recorder = HistoryRecorder.onSystemClock();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ended;

    /** @param prefix of keys that nobody else touches, and that are not there yet */
    ClientHistory(KVClient client, String prefix) {
        this.client = client;
        this.prefix = prefix;
    }

    ClientHistory start() {
        for (int t = 0; t < THREADS; t++) {
            int number = t;
            Thread thread = new Thread(() -> run(number), "recorded-" + t);
            threads.add(thread);
            thread.start();
        }
        return this;
    }

    private void run(int thread) {
        SplittableRandom random = new SplittableRandom(thread);
        String lastSeen = "";
        for (int turn = 0; !ended && failures.isEmpty(); turn++) {
            String key = prefix + random.nextInt(KEYS);
            String unique = thread + "." + turn;
            Operation operation =
                    switch (random.nextInt(8)) {
                        case 0 -> new Operation.Delete();
                        case 1 -> new Operation.SetIfAbsent(unique);
                        case 2 -> new Operation.CompareAndSet(lastSeen, unique);
                        case 3, 4 -> new Operation.Set(unique);
                        default -> new Operation.Get();
                    };
            Answer answer = record(thread, key, operation);
            if (answer != null && operation.isRead() && answer.text() != null) {
                lastSeen = answer.text();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** @return null when it has failed, which {@link #finish} tells */
    private Answer record(int thread, String key, Operation operation) {
        HistoryRecorder.Call open = recorder.invoke(thread, key, operation);
        try {
            Answer answer = carryOut(key, operation);
            open.answered(answer);
            return answer;
        } catch (RuntimeException failed) {
            failures.add(failed);
            return null;
        }
    }

    private Answer carryOut(String key, Operation operation) {
        if (operation instanceof Operation.Set set) {
            client.set(key, set.value());
            return Answer.OK;
        }
        if (operation instanceof Operation.SetIfAbsent set) {
            return client.set(key, set.value(), SetOptions.ifAbsent()) ? Answer.YES : Answer.NO;
        }
        if (operation instanceof Operation.CompareAndSet set) {
            return client.strings().setIfEqual(key, set.expected(), set.value()) ? Answer.OK : Answer.NIL;
        }
        if (operation instanceof Operation.Delete) {
            return client.delete(key) ? Answer.YES : Answer.NO;
        }
        return Answer.of(client.get(key).orElse(null));
    }

    /** Ends it, reads every key once more as part of the history, and judges it. */
    void finish() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
        for (int key = 0; key < KEYS; key++) {
            record(THREADS, prefix + key, new Operation.Get());
        }
        assertThat(failures).as("recorded calls that have failed").isEmpty();
        Verdict verdict = Linearizability.check(recorder.history());
        System.out.printf("Java client, history %s: %s%n", prefix, verdict);
        assertThat(verdict).isInstanceOf(Verdict.Linearizable.class);
    }
}
