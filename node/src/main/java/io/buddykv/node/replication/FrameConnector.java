package io.buddykv.node.replication;

import io.buddykv.node.time.Timers;
import io.buddykv.topology.Endpoints;
import java.util.function.Function;

/** Opens links to other slaves' replication ports. */
public interface FrameConnector {
    /**
     * Opens a link.
     *
     * @param receiverOn is given, before this returns and before anything else happens, the thread of control on which the
     *     receiver will be called: first with {@link FrameLink.Receiver#opened} or {@link FrameLink.Receiver#closed}
     */
    void connect(Endpoints peer, Function<Timers, FrameLink.Receiver> receiverOn);
}
