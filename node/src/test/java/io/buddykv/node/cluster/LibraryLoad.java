package io.buddykv.node.cluster;

import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** A thread that writes keys of all ranges and reads each back at once. */
final class LibraryLoad extends Thread {
    private static final int KEYS = 1_000;
    private static final int CALLS_OF_GOING_ON = 200;
    private static final int MOST_ERRORS_KEPT = 50;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final LibraryClient client;
    private final String prefix;
    private final AtomicLong calls = new AtomicLong();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();

    private volatile boolean stopped;

    LibraryLoad(LibraryClient client, String prefix) {
        super(prefix);
        this.client = client;
        this.prefix = prefix;
    }

    @Override
    public void run() {
        for (int turn = 0; !stopped && errors.size() < MOST_ERRORS_KEPT; turn++) {
            String key = prefix + ":" + turn % KEYS;
            String value = Integer.toString(turn);
            try {
                client.set(key, value);
                String read = client.get(key);
                if (!Objects.equals(read, value)) {
                    wrong.add(key + ": wrote " + value + ", read " + read);
                }
            } catch (RuntimeException e) {
                errors.add(LocalTime.now() + " " + client + ", " + key + ": " + e + ", cause " + e.getCause());
            }
            calls.addAndGet(2);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    long calls() {
        return calls.get();
    }

    List<String> errors() {
        return errors;
    }

    /** Errors until now count no more. */
    void forgive() {
        errors.clear();
    }

    /** Reads of one's own last write that gave another value. */
    List<String> wrong() {
        return wrong;
    }

    void finish() throws InterruptedException {
        stopped = true;
        join();
    }

    static void awaitMoreCalls(List<LibraryLoad> loads) {
        for (LibraryLoad load : loads) {
            long from = load.calls();
            Awaitility.await()
                    .atMost(LocalCluster.PATIENCE)
                    .until(() -> load.calls() > from + CALLS_OF_GOING_ON || !load.isAlive());
        }
    }
}
