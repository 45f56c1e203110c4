package io.buddykv.client.routing;

import io.buddykv.client.call.Call;
import io.buddykv.client.call.CommandCall;
import io.buddykv.client.connection.Identity;
import io.buddykv.client.connection.NodeConnection;
import io.buddykv.client.connection.Patience;
import io.buddykv.client.connection.Welcome;
import io.buddykv.protocol.resp.Reply;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.ClusterMapCodec;
import io.buddykv.topology.MalformedMapException;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The connection to a node on which no calls go: it carries heartbeats, the news of maps, and the maps. Confined to the
 * event loop of control. Opened anew until it is closed.
 */
final class ControlLink {
    private static final long AGAIN_MILLIS = 50;
    private static final long AGAIN_AT_ONCE_MILLIS = 2;
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final byte[] PING = ascii("PING");
    private static final byte[] KV = ascii("KV");
    private static final byte[] MAP = ascii("MAP");

    private final InetSocketAddress address;
    private final Identity identity;
    private final EventLoop loop;
    private final Patience patience;
    private final Owner owner;
    private final Peer.Cluster cluster;
    private final Heartbeats heartbeats = new Heartbeats();
    private NodeConnection connection;
    private boolean alive;
    private boolean closed;
    private boolean askedForMap;

    /** Who the link is of: hands on to the cluster what the link tells. Called on the loop of control. */
    abstract static class Owner {
        private final Peer.Cluster cluster;

        Owner(Peer.Cluster cluster) {
            this.cluster = cluster;
        }

        /** Whether this is the node that was looked for. */
        abstract boolean accepts(Welcome welcome);

        /** The node answers. */
        abstract void alive();

        /** The node does not answer any more, or has not answered. */
        void dead(String why) {
            cluster.dead(why);
        }
    }

    ControlLink(InetSocketAddress address, Identity identity, EventLoop loop, Patience patience, Owner owner) {
        this.address = address;
        this.identity = identity;
        this.loop = loop;
        this.patience = patience;
        this.owner = owner;
        this.cluster = owner.cluster;
    }

    void open() {
        connection = new NodeConnection(address, identity, loop, patience, new Listener());
        connection.open();
    }

    void close() {
        closed = true;
        if (connection != null) {
            connection.close("it is not needed any more");
        }
    }

    boolean isAlive() {
        return alive;
    }

    EventLoop loop() {
        return loop;
    }

    /** Asks for the map, if the node has a newer one. */
    void askForMap() {
        if (!alive || askedForMap) {
            return;
        }
        askedForMap = true;
        ClusterMap known = cluster.map();
        ask(
                        this::took,
                        KV,
                        MAP,
                        ascii(Long.toString(known == null ? 0 : known.term())),
                        ascii(Long.toString(known == null ? 0 : known.version())))
                .whenComplete((map, failure) -> {
                    askedForMap = false;
                    if (map != null) {
                        cluster.received(map);
                    }
                });
    }

    private ClusterMap took(Reply reply) {
        if (!(reply instanceof Reply.Bulk octets)) {
            return null;
        }
        try {
            return ClusterMapCodec.decode(octets.bytes());
        } catch (MalformedMapException unreadable) {
            connection.close(NodeConnection.nameOf(address) + " sends no readable map: " + unreadable.getMessage());
            return null;
        }
    }

    private <T> Call<T> ask(Function<Reply, T> result, byte[]... arguments) {
        long now = System.nanoTime();
        Call<T> call = new CommandCall<>("KV", 0, false, arguments, result, now, now + ANSWER_NANOS);
        connection.send(call);
        return call;
    }

    private void beat(NodeConnection of) {
        if (closed || of != connection || !alive) {
            return;
        }
        switch (heartbeats.look(System.nanoTime())) {
            case ASK ->
                ask(Reply::text, PING).whenComplete((pong, failure) -> {
                    if (failure == null) {
                        heartbeats.answered(System.nanoTime());
                    }
                });
            case WAIT -> {}
            case DEAD -> {
                of.close(NodeConnection.nameOf(address) + " does not answer heartbeats");
                return;
            }
        }
        loop.schedule(() -> beat(of), Heartbeats.EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private final class Listener implements NodeConnection.Listener {
        @Override
        public boolean welcomed(Welcome welcome) {
            if (closed || !owner.accepts(welcome)) {
                return false;
            }
            alive = true;
            askedForMap = false;
            heartbeats.begin(System.nanoTime());
            NodeConnection of = connection;
            // After this call the connection is open; both are sent then.
            loop.execute(() -> {
                beat(of);
                ClusterMap known = cluster.map();
                if (known == null
                        || welcome.term() > known.term()
                        || welcome.term() == known.term() && welcome.version() > known.version()) {
                    askForMap();
                }
                owner.alive();
            });
            return true;
        }

        @Override
        public void repeat(Call<?> call) {
            call.cancel(false);
        }

        @Override
        public void newerMap() {
            askForMap();
        }

        @Override
        public void pushed(Reply.Push push) {
            if (push.elements().size() == 3 && push.elements().get(0).text().equals("kv-map")) {
                askForMap();
            }
        }

        @Override
        public void refused(Reply.Failure failure) {
            cluster.refused(failure);
        }

        @Override
        public void closed(String why) {
            // One that was there may be there again at once; who is frozen is asked again less often.
            long pauseMillis = alive && !heartbeats.isAsked() ? AGAIN_AT_ONCE_MILLIS : AGAIN_MILLIS;
            alive = false;
            if (!closed) {
                owner.dead(why);
                loop.schedule(
                        () -> {
                            if (!closed) {
                                open();
                            }
                        },
                        pauseMillis,
                        TimeUnit.MILLISECONDS);
            }
        }
    }
}
