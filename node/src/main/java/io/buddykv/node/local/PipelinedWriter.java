package io.buddykv.node.local;

import io.buddykv.protocol.resp.Reply;
import io.buddykv.topology.Slot;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets many keys, each where it belongs, with some under way on each connection; what is redirected is sent again. */
final class PipelinedWriter implements Closeable {
    private static final int MOST_UNDER_WAY = 128;
    private static final int MOST_OCTETS_UNDER_WAY = 256 * 1024;
    private static final int ANSWER_MILLIS = 30_000;
    private static final byte[] SET = "SET".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PXAT = "PXAT".getBytes(StandardCharsets.US_ASCII);

    private final SlotOwners owners;
    private final RedirectedClient oneByOne;
    private final List<HostPort> nodes;
    private final Optional<String> password;
    private final Map<HostPort, Lane> lanes = new HashMap<>();

    private static final class Lane {
        final RespConnection connection;
        final ArrayDeque<List<byte[]>> underWay = new ArrayDeque<>();
        int octets;

        Lane(RespConnection connection) {
            this.connection = connection;
        }
    }

    PipelinedWriter(List<HostPort> nodes, Optional<String> password) throws IOException {
        this.nodes = nodes;
        this.password = password;
        owners = new SlotOwners(nodes, password);
        owners.start();
        oneByOne = new RedirectedClient(nodes, password, ANSWER_MILLIS);
    }

    /** @throws LaunchException when a node holds keys */
    void refuseKeys() throws IOException {
        for (HostPort node : nodes) {
            try (RespConnection connection = RespConnection.open(node, password, ANSWER_MILLIS)) {
                if (connection.ask("DBSIZE") instanceof Reply.Whole keys && keys.value() > 0) {
                    throw new LaunchException("the cluster has keys already: " + node + " serves " + keys.value()
                            + " of them; a backup is restored into a cluster without any");
                }
            }
        }
    }

    /** @param expireAt milliseconds since 1970; 0 for never */
    void set(byte[] key, byte[] value, long expireAt) throws IOException, InterruptedException {
        List<byte[]> command = expireAt == 0
                ? List.of(SET, key, value)
                : List.of(SET, key, value, PXAT, Long.toString(expireAt).getBytes(StandardCharsets.US_ASCII));
        HostPort owner = owners.of(Slot.of(key));
        if (owner == null) {
            again(command);
            return;
        }
        Lane lane = lanes.get(owner);
        if (lane == null) {
            lane = new Lane(RespConnection.open(owner, password, ANSWER_MILLIS));
            lanes.put(owner, lane);
        }
        lane.connection.send(command);
        lane.underWay.add(command);
        lane.octets += key.length + value.length;
        if (lane.underWay.size() >= MOST_UNDER_WAY || lane.octets >= MOST_OCTETS_UNDER_WAY) {
            drain(lane);
        }
    }

    /** Returns when all has been answered. */
    void flush() throws IOException, InterruptedException {
        for (Lane lane : lanes.values()) {
            drain(lane);
        }
    }

    private void drain(Lane lane) throws IOException, InterruptedException {
        for (List<byte[]> command = lane.underWay.poll(); command != null; command = lane.underWay.poll()) {
            if (lane.connection.read().isError()) {
                again(command);
            }
        }
        lane.octets = 0;
    }

    private void again(List<byte[]> command) throws IOException, InterruptedException {
        if (oneByOne.ask(command) instanceof Reply.Failure refused) {
            throw new IOException("a key was refused: " + refused.text());
        }
    }

    @Override
    public void close() throws IOException {
        owners.close();
        oneByOne.close();
        for (Lane lane : lanes.values()) {
            lane.connection.close();
        }
    }
}
