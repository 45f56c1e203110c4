package io.buddykv.client;

import java.io.IOException;
import java.io.UncheckedIOException;

/** One node that is not real, on a port that is known before it is started: for tests that are configured beforehand. */
public final class TestingCluster {
    public static final String HOSTS = "127.0.0.1:27391";

    private static final int PORT = 27391;
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
