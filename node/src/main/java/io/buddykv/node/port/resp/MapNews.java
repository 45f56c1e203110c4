package io.buddykv.node.port.resp;

import io.buddykv.node.time.Timers;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.topology.ClusterMap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Collection;
import java.util.List;

/**
 * Tells the clients of one event loop that follow the map of each newer one: its term and version; they ask for the rest.
 * While there are such clients, the newest map is looked at every {@value #LOOK_NANOS} ns, which is one comparison; so that
 * nothing has to be handed from thread to thread, and a burst of maps is announced once.
 */
final class MapNews {
    static final String NAME = "kv-map";

    private static final long LOOK_NANOS = 5_000_000;

    private final Timers loop;
    private final CommandGate gate;
    private final Collection<ClientConnection> connections;
    private final ReplyWriter writer = new ReplyWriter();
    private ClusterMap announced;
    private boolean looking;

    MapNews(Timers loop, CommandGate gate, Collection<ClientConnection> connections) {
        this.loop = loop;
        this.gate = gate;
        this.connections = connections;
        writer.protocol(3);
    }

    /** There is a client that follows the map. */
    void begin() {
        if (!looking) {
            looking = true;
            announced = gate.map();
            loop.after(LOOK_NANOS, this::look);
        }
    }

    private void look() {
        List<ClientConnection> followers =
                connections.stream().filter(ClientConnection::followsMap).toList();
        looking = !followers.isEmpty();
        ClusterMap newest = gate.map();
        if (newest != announced && newest != null) {
            announced = newest;
            followers.forEach(follower -> follower.push(news(newest)));
        }
        if (looking) {
            loop.after(LOOK_NANOS, this::look);
        }
    }

    private ByteBuf news(ClusterMap map) {
        ByteBuf octets = Unpooled.buffer(64);
        writer.to(octets).push(3);
        writer.bulk(NAME);
        writer.integer(map.term());
        writer.integer(map.version());
        return octets;
    }
}
