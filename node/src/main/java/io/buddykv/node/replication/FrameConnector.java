package io.buddykv.node.replication;

import io.buddykv.node.time.Timers;
import io.buddykv.topology.Endpoints;

/** Opens links to other slaves' replication ports. */
public interface FrameConnector {
    /**
     * Opens a link. The receiver is called on the thread of control that is returned at once, first with
     * {@link FrameLink.Receiver#opened} or {@link FrameLink.Receiver#closed}.
     */
    Timers connect(Endpoints peer, FrameLink.Receiver receiver);
}
