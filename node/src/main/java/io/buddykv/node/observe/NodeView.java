package io.buddykv.node.observe;

import io.buddykv.node.membership.MasterAddress;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.health.MoveProgress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What this node can tell of itself and of the cluster, for the http port. Any thread may ask. */
public interface NodeView {
    /** A name for people: slave-2, master-1. */
    String label();

    /** This slave as maps name it; null on masters, and before it has a number. */
    Member self();

    /** The newest map known; null before the first. */
    ClusterMap map();

    /** All masters that stand for election, the active one first. */
    List<MasterAddress> masters();

    /** How many copies each range should have besides its primary. */
    int buddies();

    /** Those of the map's goal; where it has none, {@code configured}. */
    static int buddies(ClusterMap map, int configured) {
        return map == null || map.goal() == null ? configured : map.goal().buddies();
    }

    /** How far moves have come, as the active master sees it; empty on slaves. */
    default Optional<MoveProgress> progress() {
        return Optional.empty();
    }

    /** Keys in the ranges that this slave is primary of. */
    long keys();

    /** Ranges that were taken out of this slave's copy at its start, because what its disk held of them was damaged. */
    default long damagedRanges() {
        return 0;
    }

    /** Commands since the start. */
    long commands();

    /** Calls {@code listener} after every change of the map, on a thread that must not be blocked; the result ends that. */
    Runnable onMapChange(Consumer<ClusterMap> listener);
}
