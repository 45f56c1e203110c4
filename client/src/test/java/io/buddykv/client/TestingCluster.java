package io.buddykv.client;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One node that is not real, on a port that is known before it is started: for tests that are configured beforehand. The port
 * is the same in every class loader of a process, and not that of another process which runs the same tests.
 */
public final class TestingCluster {
    private static final int PORT = 20_000 + (int) (ProcessHandle.current().pid() % 10_000);

    public static final String HOSTS = "127.0.0.1:" + PORT;

    private static TestingNodes running;

    private TestingCluster() {}

    public static void start() {
        try {
            running = new TestingNodes(1, PORT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void end() {
        running.close();
    }
}
