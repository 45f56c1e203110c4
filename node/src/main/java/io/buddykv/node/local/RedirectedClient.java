package io.buddykv.node.local;

import io.buddykv.protocol.resp.Reply;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A client that goes where it is sent: it follows {@code MOVED} and {@code ASK} and repeats a command that was answered
 * {@code TRYAGAIN}. A command whose connection broke is not repeated, since it may have been executed.
 */
final class RedirectedClient implements Closeable {
    private static final int MOST_REDIRECTIONS = 16;
    private static final long AGAIN_MILLIS = 50;
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final List<HostPort> seeds;
    private final Optional<String> password;
    private final int answerMillis;
    private final Map<HostPort, RespConnection> connections = new HashMap<>();

    private HostPort current;

    /**
     * @param seeds tried in this order until one takes the first command
     * @param password said on each connection; empty: none
     */
    RedirectedClient(List<HostPort> seeds, Optional<String> password, int answerMillis) {
        this.seeds = List.copyOf(seeds);
        this.password = password;
        this.answerMillis = answerMillis;
    }

    /** Where the next command goes first; empty before the first. */
    Optional<HostPort> current() {
        return Optional.ofNullable(current);
    }

    Reply ask(List<byte[]> arguments) throws IOException, InterruptedException {
        boolean asking = false;
        int redirections = 0;
        long patience = System.nanoTime() + AGAIN_NANOS;
        RespConnection connection = current == null ? anySeed() : connection(current);
        while (true) {
            Reply reply = send(connection, arguments, asking);
            if (!(reply instanceof Reply.Failure failure)) {
                return reply;
            }
            Optional<HostPort> elsewhere =
                    HostPort.ofRedirection(failure.text(), connection.address().host());
            if (elsewhere.isPresent() && redirections++ < MOST_REDIRECTIONS) {
                asking = failure.code().equals("ASK");
                connection = connection(elsewhere.get());
                current = asking ? current : elsewhere.get();
            } else if (failure.code().equals("TRYAGAIN") && System.nanoTime() - patience < 0) {
                Thread.sleep(AGAIN_MILLIS);
            } else {
                return reply;
            }
        }
    }

    private Reply send(RespConnection connection, List<byte[]> arguments, boolean asking) throws IOException {
        try {
            if (asking) {
                connection.ask("ASKING");
            }
            return connection.ask(arguments);
        } catch (IOException e) {
            drop(connection);
            throw e;
        }
    }

    private RespConnection anySeed() throws IOException {
        IOException last = new IOException("no address to connect to");
        for (HostPort seed : seeds) {
            try {
                RespConnection connection = connection(seed);
                current = seed;
                return connection;
            } catch (IOException unreachable) {
                last = unreachable;
            }
        }
        throw last;
    }

    private RespConnection connection(HostPort address) throws IOException {
        RespConnection open = connections.get(address);
        if (open == null) {
            open = RespConnection.open(address, password, answerMillis);
            connections.put(address, open);
        }
        return open;
    }

    private void drop(RespConnection connection) throws IOException {
        connections.remove(connection.address());
        current = null;
        connection.close();
    }

    /** Sends text arguments, in UTF-8. */
    Reply ask(String... arguments) throws IOException, InterruptedException {
        return ask(java.util.Arrays.stream(arguments)
                .map(argument -> argument.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    @Override
    public void close() throws IOException {
        for (RespConnection connection : connections.values()) {
            connection.close();
        }
        connections.clear();
    }
}
