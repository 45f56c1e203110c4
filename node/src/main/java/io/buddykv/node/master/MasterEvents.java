package io.buddykv.node.master;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.health.MoveProgress;
import java.util.List;

/** What a master tells whoever counts, logs and streams. Called on the master's thread of control; must not block. */
public interface MasterEvents {
    /** Ignores everything. */
    MasterEvents NONE = new MasterEvents() {};

    default void phaseChanged(MasterPhase phase, long term) {}

    /** The cluster exists from now on: its id is to be recorded outside the membership service. */
    default void born(String clusterId) {}

    /** @param before null for the first map that this master confirmed */
    default void mapChanged(ClusterMap before, ClusterMap after, List<MapStep> steps) {}

    default void failedOver(FailoverTimes times) {}

    /** Acknowledged writes are lost for good: all copies of so many ranges are proven gone. */
    default void dataLost(int ranges, String text) {}

    /** How far moves have come, told now and then. */
    default void moved(MoveProgress progress) {}

    /** Something that a person may want to know of, without any change of the map. */
    default void noticed(Reason reason, String text) {}
}
