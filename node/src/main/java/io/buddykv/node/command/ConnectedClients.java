package io.buddykv.node.command;

import java.util.Collection;

/** All clients that are connected to this node. Safe for any thread. */
public interface ConnectedClients {
    /** A view of those connected at present, in no order. */
    Collection<? extends ClientView> all();

    int count();
}
