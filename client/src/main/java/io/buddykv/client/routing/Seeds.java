package io.buddykv.client.routing;

import io.buddykv.client.connection.Identity;
import io.buddykv.client.connection.Patience;
import io.buddykv.client.connection.Welcome;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses that the client was given: asked for the map as long as no slave of the map answers. Confined to the loop
 * of control.
 */
final class Seeds {
    private final List<InetSocketAddress> addresses;
    private final Identity identity;
    private final EventLoop loop;
    private final Peer.Cluster cluster;
    private final List<ControlLink> links = new ArrayList<>();

    Seeds(List<InetSocketAddress> addresses, Identity identity, EventLoop loop, Peer.Cluster cluster) {
        this.addresses = addresses;
        this.identity = identity;
        this.loop = loop;
        this.cluster = cluster;
    }

    void ask() {
        if (links.isEmpty()) {
            for (InetSocketAddress address : addresses) {
                ControlLink link = new ControlLink(address, identity, loop, new Patience(), new Owner());
                links.add(link);
                link.open();
            }
        }
    }

    void rest() {
        links.forEach(ControlLink::close);
        links.clear();
    }

    private final class Owner extends ControlLink.Owner {
        Owner() {
            super(cluster);
        }

        @Override
        boolean accepts(Welcome welcome) {
            return cluster.clusterId() == null
                    || welcome.clusterId().isEmpty()
                    || welcome.clusterId().equals(cluster.clusterId());
        }

        @Override
        void alive() {
            // The map that it sends is what was wanted of it.
        }
    }
}
