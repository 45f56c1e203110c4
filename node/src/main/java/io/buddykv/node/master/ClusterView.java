package io.buddykv.node.master;

import io.buddykv.topology.ClusterMap;

/**
 * What a master knows at one moment; immutable, for any thread.
 *
 * @param term this master's; 0 unless it is active or taking over
 * @param map the newest that is known to be confirmed; null where none is
 */
public record ClusterView(MasterPhase phase, long term, ClusterMap map) {
    public boolean active() {
        return phase == MasterPhase.ACTIVE;
    }
}
