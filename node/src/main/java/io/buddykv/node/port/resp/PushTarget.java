package io.buddykv.node.port.resp;

import io.netty.buffer.ByteBuf;

/** A connection that takes what its client did not ask for, in order. Confined to its event loop. */
interface PushTarget {
    /** Sends it; takes the buffer over. */
    void push(ByteBuf octets);

    /** Whether the client takes what it is sent. */
    boolean hasRoom();
}
