package io.buddykv.node.slave;

import io.buddykv.protocol.message.Check;
import io.buddykv.protocol.message.CheckAnswer;
import io.buddykv.protocol.message.SlaveLoad;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import java.util.concurrent.CompletionStage;

/**
 * What a slave offers to masters at its master port. The slave implements it; a master calls it through a stub from
 * {@link Directory}. A stage fails when the slave did not answer in time or refused.
 */
public interface MasterPort {
    /** Answers by way of every event loop; learns the fences before it answers. */
    CompletionStage<CheckAnswer> check(Check check);

    /** Takes a map that the membership service has confirmed; answers once it has been stored and acted on. */
    CompletionStage<Void> push(ClusterMap map);

    /** The newest map that the slave has stored; null when it has none. */
    CompletionStage<ClusterMap> map();

    /** What the slave carries at present. */
    CompletionStage<SlaveLoad> load();

    /** Finds the master port of a slave. */
    interface Directory {
        MasterPort of(Endpoints slave);
    }
}
