package io.buddykv.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** One call for each key, by a few threads; a call that fails is repeated, as an application would do. */
final class SharedWork {
    private static final int THREADS = 8;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final List<String> keys;
    private final Consumer<String> call;
    private final Duration patience;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    private SharedWork(List<String> keys, Consumer<String> call, Duration patience) {
        this.keys = keys;
        this.call = call;
        this.patience = patience;
    }

    static SharedWork of(List<String> keys, Consumer<String> call, Duration patience) {
        SharedWork work = new SharedWork(keys, call, patience);
        for (int thread = 0; thread < THREADS; thread++) {
            work.threads.add(new Thread(work::run, "work-" + thread));
        }
        work.threads.forEach(Thread::start);
        return work;
    }

    private void run() {
        for (int index = next.getAndIncrement(); index < keys.size(); index = next.getAndIncrement()) {
            long deadline = System.nanoTime() + patience.toNanos();
            while (failures.isEmpty() && !isDone(keys.get(index), deadline)) {
                repeated.incrementAndGet();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private boolean isDone(String key, long deadline) {
        try {
            call.accept(key);
            return true;
        } catch (AssertionError wrong) {
            failures.add(key + ": " + wrong.getMessage());
            return true;
        } catch (RuntimeException e) {
            if (System.nanoTime() - deadline > 0) {
                failures.add(key + ": " + e);
            }
            return false;
        }
    }

    void awaitHalf() {
        Awaitility.await()
                .atMost(LocalCluster.PATIENCE)
                .until(() -> next.get() > keys.size() / 2 || !failures.isEmpty());
    }

    void awaitAll() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }

    int repeated() {
        return repeated.get();
    }
}
