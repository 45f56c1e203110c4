package io.buddykv.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Properties;
import javax.net.ServerSocketFactory;

/**
 * One node that is not real, on a port that is known before it is started: for tests that are configured beforehand. The port
 * is the same in every class loader of a process, and was free when the process first asked for it.
 */
public final class TestingCluster {
    /** Below those that the system gives to whoever asks for any. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 10_000;
    private static final int PORT = port();

    public static final String HOSTS = "127.0.0.1:" + PORT;

    private static TestingNodes running;

    private TestingCluster() {}

    private static int port() {
        Properties ofAllClassLoaders = System.getProperties();
        synchronized (ofAllClassLoaders) {
            String name = TestingCluster.class.getName() + ".port";
            if (ofAllClassLoaders.getProperty(name) == null) {
                ofAllClassLoaders.setProperty(name, Integer.toString(freePort()));
            }
            return Integer.parseInt(ofAllClassLoaders.getProperty(name));
        }
    }

    /** Processes that run the same tests begin to look at different places. */
    private static int freePort() {
        long start = ProcessHandle.current().pid();
        for (int tried = 0; tried < PORTS; tried++) {
            int port = FIRST_PORT + (int) ((start + tried) % PORTS);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("none of " + PORTS + " ports from " + FIRST_PORT + " on is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (BindException inUse) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void start() {
        start(ServerSocketFactory.getDefault());
    }

    /** It speaks TLS. */
    public static void startEncrypted() {
        start(certificate().context().getServerSocketFactory());
    }

    /** What it shows then: the same in every class loader of a process. */
    public static TestingCertificate certificate() {
        return TestingCertificate.make(Path.of("target", "testing-certificate-" + PORT));
    }

    private static void start(ServerSocketFactory sockets) {
        try {
            running = new TestingNodes(1, PORT, sockets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void end() {
        running.close();
    }
}
