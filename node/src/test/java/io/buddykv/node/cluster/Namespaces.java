package io.buddykv.node.cluster;

import io.buddykv.node.boot.Role;
import io.buddykv.node.local.SupervisedProcesses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network of this machine's own in which each slave stands behind a cable of its own that can be pulled: one Linux
 * network namespace for each, joined by a bridge. Addresses are of the range that is set aside for tests of networks
 * (RFC 2544) and lead nowhere else.
 */
final class Namespaces implements SupervisedProcesses.Site, AutoCloseable {
    private static final long COMMAND_SECONDS = 20;
    private static final int THIRD_OCTETS = 250;

    private final String prefix = "kv" + ProcessHandle.current().pid();
    private final String network = "198.18." + ProcessHandle.current().pid() % THIRD_OCTETS + ".";
    private final Deque<String> undo = new ArrayDeque<>();

    /** This machine, or this user, cannot have such a network; the message says why. */
    static final class NotPossibleException extends Exception {
        private static final long serialVersionUID = 1L;

        NotPossibleException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    static Namespaces open(int slaves) throws NotPossibleException {
        Namespaces network = new Namespaces();
        try {
            network.create(slaves);
            return network;
        } catch (IOException e) {
            network.close();
            throw new NotPossibleException(e);
        }
    }

    private void create(int slaves) throws IOException {
        run("ip link add " + bridge() + " type bridge", "ip link del " + bridge());
        run("ip addr add " + network + "254/24 dev " + bridge(), null);
        run("ip link set " + bridge() + " up", null);
        for (int slave = LocalCluster.FIRST_SLAVE; slave < LocalCluster.FIRST_SLAVE + slaves; slave++) {
            String inside = "ip netns exec " + namespace(slave) + " ip ";
            run("ip netns add " + namespace(slave), "ip netns del " + namespace(slave));
            run(
                    "ip link add " + cable(slave) + " type veth peer name eth0 netns " + namespace(slave),
                    "ip link del " + cable(slave));
            run("ip link set " + cable(slave) + " master " + bridge() + " up", null);
            run(inside + "addr add " + network + slave + "/24 dev eth0", null);
            run(inside + "link set eth0 up", null);
            run(inside + "link set lo up", null);
        }
    }

    /** Whatever the slave sends, and whatever is sent to it, is lost from now on; nobody is told. */
    void cut(int slave) {
        runOrFail("ip link set " + cable(slave) + " down");
    }

    void mend(int slave) {
        runOrFail("ip link set " + cable(slave) + " up");
    }

    @Override
    public String hostOf(Role role, int number) {
        return network + (role == Role.SLAVE ? number : 254);
    }

    @Override
    public List<String> commandPrefix(Role role, int number) {
        return role == Role.SLAVE ? List.of("ip", "netns", "exec", namespace(number)) : List.of();
    }

    private String bridge() {
        return prefix + "b";
    }

    private String cable(int slave) {
        return prefix + "v" + slave;
    }

    private String namespace(int slave) {
        return prefix + "n" + slave;
    }

    private void runOrFail(String command) {
        try {
            run(command, null);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(String command, String undoing) throws IOException {
        Process process = new ProcessBuilder(Arrays.asList(command.split(" ")))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("'" + command + "' failed: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        if (undoing != null) {
            undo.push(undoing);
        }
    }

    @Override
    public void close() {
        while (!undo.isEmpty()) {
            try {
                run(undo.pop(), null);
            } catch (IOException goneWithAnother) {
                // A cable goes with its namespace or its bridge.
            }
        }
    }
}
