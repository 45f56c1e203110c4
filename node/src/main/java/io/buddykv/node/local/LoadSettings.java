package io.buddykv.node.local;

import java.util.concurrent.TimeUnit;

/**
 * What load is put on the cluster.
 *
 * @param pipeline commands that a client sends at once
 * @param requests ends the run after as many; 0: {@code seconds} do
 * @param seconds ends the run after as many; 0: {@code requests} do
 * @param keys how many different keys
 * @param gets how many of {@code gets + sets} commands are a GET
 * @param timeoutMillis after which a connection that does not answer is given up
 * @param waitForCopies each batch ends in a WAIT for so many copies, and has only been done when it is answered: what Redis
 *     needs for what BuddyKV does with every write; 0: none
 * @param rate commands per second of all clients together; 0: as many as possible
 */
record LoadSettings(
        int clients,
        int threads,
        int pipeline,
        long requests,
        int seconds,
        long keys,
        int valueSize,
        int gets,
        int sets,
        int timeoutMillis,
        int waitForCopies,
        int rate) {
    static final int MOST_CLIENTS = 10_000;
    static final int MOST_THREADS = 64;
    static final int MOST_PIPELINE = 10_000;
    static final int MOST_VALUE = 64 << 20;
    static final int MOST_RATE = 100_000_000;
    static final long MOST_KEYS = 1_000_000_000_000L;

    LoadSettings {
        between("--clients", clients, 1, MOST_CLIENTS);
        between("--threads", threads, 1, MOST_THREADS);
        between("--pipeline", pipeline, 1, MOST_PIPELINE);
        between("--keys", keys, 1, MOST_KEYS);
        between("--value-size", valueSize, 0, MOST_VALUE);
        between("--timeout", timeoutMillis, 1, 600_000);
        between("--wait", waitForCopies, 0, 9);
        between("--rate", rate, 0, MOST_RATE);
        if (gets < 0 || sets < 0 || gets + sets < 1 || gets + sets > 10_000) {
            throw new IllegalArgumentException("--mix: " + gets + ":" + sets + " must be two numbers, as in 4:1");
        }
        if (requests < 0 || seconds < 0 || (requests == 0) == (seconds == 0)) {
            throw new IllegalArgumentException("give one of --requests and --seconds");
        }
    }

    /** Nanoseconds between two batches of one client; 0: none. */
    long periodNanos() {
        return rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) * clients * pipeline / rate;
    }

    private static void between(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + ": " + value + " must be from " + least + " to " + most);
        }
    }
}
