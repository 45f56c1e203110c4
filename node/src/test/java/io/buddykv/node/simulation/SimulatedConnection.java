package io.buddykv.node.simulation;

import io.buddykv.node.replication.FrameLink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A connection between two processes: octets arrive in order, whole or in pieces, after some time, and while their
 * direction is cut not at all. When one process dies, or closes, the other one hears of it after all octets.
 */
final class SimulatedConnection {
    /** The first thing that arrives at the client's end. */
    private static final byte[] ACCEPTED = {};

    private final SimulatedNetwork network;
    private final SimulatedWorld world;
    private final int windowBytes;
    private final End client;
    private final End server;

    /** @param windowBytes how much may be under way in one direction before it counts as not writable */
    SimulatedConnection(
            SimulatedNetwork network,
            SimulatedTimers clientLoop,
            FrameLink.Receiver clientReceiver,
            SimulatedTimers serverLoop,
            FrameLink.Receiver serverReceiver,
            int windowBytes) {
        this.network = network;
        this.world = network.world();
        this.windowBytes = windowBytes;
        this.client = new End(clientLoop, clientReceiver);
        this.server = new End(serverLoop, serverReceiver);
        client.peer = server;
        server.peer = client;
        network.connections().add(this);
    }

    /** The connection is accepted at the server's side now, and at the client's after the way back. */
    void open() {
        client.send(ACCEPTED);
        server.open();
    }

    boolean isBetween(String oneHost, String otherHost) {
        return (client.host().equals(oneHost) && server.host().equals(otherHost))
                || (client.host().equals(otherHost) && server.host().equals(oneHost));
    }

    /** Both ends find it broken; octets under way are lost. */
    void breakOff() {
        client.broken("connection reset");
        server.broken("connection reset");
    }

    /** What is under way towards an end; a null chunk is the end of the stream. */
    private record Segment(long arrival, byte[] octets) {}

    private final class End implements FrameLink {
        private final SimulatedTimers loop;
        private final FrameLink.Receiver receiver;
        private final ArrayDeque<Segment> incoming = new ArrayDeque<>();
        private End peer;
        private long lastArrival;
        private int underWay;
        private boolean full;
        private boolean closed;
        private boolean waitsForHeal;

        End(SimulatedTimers loop, FrameLink.Receiver receiver) {
            this.loop = loop;
            this.receiver = receiver;
            loop.process().whenKilled(this::died);
        }

        String host() {
            return loop.process().host();
        }

        void open() {
            loop.run(() -> {
                if (!closed) {
                    receiver.opened(this);
                }
            });
        }

        // ---- sending

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (closed || !loop.process().isAlive()) {
                return;
            }
            underWay += length;
            full |= underWay >= windowBytes;
            peer.send(Arrays.copyOfRange(bytes, offset, offset + length));
        }

        @Override
        public boolean isWritable() {
            return !closed && !full;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                peer.send(null);
                loop.execute(() -> receiver.closed("closed here"));
                network.connections().remove(SimulatedConnection.this);
            }
        }

        private void died() {
            if (!closed) {
                closed = true;
                peer.send(null);
                network.connections().remove(SimulatedConnection.this);
            }
        }

        // ---- receiving

        private void send(byte[] octets) {
            lastArrival = Math.max(lastArrival, world.now() + network.latency(peer.host(), host()));
            incoming.add(new Segment(lastArrival, octets));
            world.at(lastArrival, this::arrived);
        }

        private void arrived() {
            if (waitsForHeal || incoming.isEmpty()) {
                return;
            }
            if (network.isCut(peer.host(), host())) {
                waitsForHeal = true;
                network.whenHealed(peer.host(), host(), () -> {
                    waitsForHeal = false;
                    arrived();
                });
                return;
            }
            List<Segment> turn = new ArrayList<>();
            while (!incoming.isEmpty() && incoming.peek().arrival() <= world.now()) {
                turn.add(incoming.poll());
            }
            if (!turn.isEmpty()) {
                loop.run(() -> deliver(turn));
            }
        }

        private void deliver(List<Segment> turn) {
            boolean ended = false;
            int received = 0;
            for (Segment segment : turn) {
                if (closed) {
                    return;
                }
                if (segment.octets() == ACCEPTED) {
                    receiver.opened(this);
                } else if (segment.octets() == null) {
                    ended = true;
                } else {
                    received += segment.octets().length;
                    deliver(segment.octets());
                }
            }
            if (received > 0 && !closed) {
                receiver.turnEnded();
                peer.taken(received);
            }
            if (ended) {
                broken("closed by the peer");
            }
        }

        private void deliver(byte[] octets) {
            int cut = world.chance(50) ? world.random().nextInt(octets.length) : 0;
            if (cut > 0) {
                receiver.received(octets, 0, cut);
            }
            if (!closed) {
                receiver.received(octets, cut, octets.length - cut);
            }
        }

        private void taken(int octets) {
            underWay -= octets;
            if (full && underWay <= windowBytes / 2) {
                full = false;
                network.carry(
                        peer.host(),
                        host(),
                        () -> loop.run(() -> {
                            if (!closed) {
                                receiver.writable();
                            }
                        }));
            }
        }

        private void broken(String reason) {
            if (!closed) {
                closed = true;
                network.connections().remove(SimulatedConnection.this);
                loop.execute(() -> receiver.closed(reason));
            }
        }
    }
}
