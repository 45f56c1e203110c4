package io.buddykv.client.routing;

import io.buddykv.client.call.Call;
import io.buddykv.client.connection.Identity;
import io.buddykv.client.connection.NodeConnection;
import io.buddykv.client.connection.Patience;
import io.buddykv.client.connection.Welcome;
import io.buddykv.protocol.resp.Reply;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.SlaveEntry;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * One slave of the map, and the connections to it: one for control, and on each event loop one for calls, opened by the
 * first call. When the slave does not answer on the connection of control, those for calls are ended too: what waited in
 * them is sent again.
 */
final class Peer {
    private final SlaveEntry entry;
    private final InetSocketAddress address;
    private final Identity identity;
    private final List<EventLoop> loops;
    private final Cluster cluster;
    private final Patience patience = new Patience();
    private final ControlLink control;
    private final AtomicReferenceArray<NodeConnection> connections;
    private volatile boolean alive;

    /** What peers and seeds tell. */
    interface Cluster {
        /** The cluster's id; null before it is known. */
        String clusterId();

        ClusterMap map();

        void received(ClusterMap map);

        void repeat(Call<?> call);

        /** A slave answers again: calls that wait may go to it. */
        void alive();

        void dead(String why);

        void refused(Reply.Failure failure);
    }

    Peer(SlaveEntry entry, Identity identity, EventLoop controlLoop, List<EventLoop> loops, Cluster cluster) {
        this.entry = entry;
        this.address = InetSocketAddress.createUnresolved(
                entry.endpoints().host(), entry.endpoints().clientPort());
        this.identity = identity;
        this.loops = loops;
        this.cluster = cluster;
        this.control = new ControlLink(address, identity, controlLoop, patience, new Control());
        this.connections = new AtomicReferenceArray<>(loops.size());
    }

    boolean isOf(SlaveEntry other) {
        return entry.member().equals(other.member()) && entry.endpoints().equals(other.endpoints());
    }

    boolean isAlive() {
        return alive;
    }

    /** On the loop of control, as {@link #close} and {@link #askForMap}. */
    void open() {
        control.open();
    }

    void close() {
        alive = false;
        control.close();
        closeConnections("the slave is not in the map any more");
    }

    void askForMap() {
        control.askForMap();
    }

    /** @return false when the slave cannot be reached at present; the call has to wait */
    boolean send(Call<?> call) {
        if (!alive) {
            return false;
        }
        int at = call.slot() % loops.size();
        NodeConnection connection = connections.get(at);
        if (connection == null) {
            connection = opened(at);
        }
        connection.send(call);
        if (!alive) {
            // It may have been opened after all others were closed.
            connection.close("the slave does not answer");
        }
        return true;
    }

    private NodeConnection opened(int at) {
        Calls listener = new Calls(at);
        NodeConnection fresh = new NodeConnection(address, identity, loops.get(at), patience, listener);
        listener.connection = fresh;
        if (connections.compareAndSet(at, null, fresh)) {
            fresh.open();
            return fresh;
        }
        NodeConnection other = connections.get(at);
        return other == null ? opened(at) : other;
    }

    private void closeConnections(String why) {
        for (int at = 0; at < connections.length(); at++) {
            NodeConnection connection = connections.get(at);
            if (connection != null) {
                connection.close(why);
            }
        }
    }

    /** Whether the node that answers is this slave, of this cluster: an address may have been given to another. */
    private boolean isThis(Welcome welcome) {
        return welcome.slave() == entry.number()
                && (welcome.clusterId().isEmpty()
                        || cluster.clusterId() == null
                        || welcome.clusterId().equals(cluster.clusterId()));
    }

    private final class Control extends ControlLink.Owner {
        Control() {
            super(cluster);
        }

        @Override
        boolean accepts(Welcome welcome) {
            return isThis(welcome);
        }

        @Override
        void alive() {
            alive = true;
            cluster.alive();
        }

        @Override
        void dead(String why) {
            alive = false;
            closeConnections(why);
            super.dead(why);
        }
    }

    /** A connection for calls. */
    private final class Calls implements NodeConnection.Listener {
        private final int at;
        private NodeConnection connection;

        Calls(int at) {
            this.at = at;
        }

        @Override
        public boolean welcomed(Welcome welcome) {
            return isThis(welcome);
        }

        @Override
        public void repeat(Call<?> call) {
            cluster.repeat(call);
        }

        @Override
        public void newerMap() {
            control.loop().execute(control::askForMap);
        }

        @Override
        public void pushed(Reply.Push push) {
            // News of maps are taken on the connection of control.
        }

        @Override
        public void refused(Reply.Failure failure) {
            cluster.refused(failure);
        }

        @Override
        public void closed(String why) {
            connections.compareAndSet(at, connection, null);
        }
    }
}
