package io.buddykv.node.membership;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The membership service (ZooKeeper) as this project needs it: one stored map with compare-and-set, ephemerals of
 * slaves, the election of the active master. Listeners and stages are called on threads of the implementation; whoever
 * is confined to a {@link io.buddykv.node.time.Timers} hops there itself. Connection losses are repaired inside.
 */
public interface Membership extends AutoCloseable {
    /** Reads the map; fails when the service cannot be reached in time. */
    CompletionStage<StoredMap> readMap();

    /**
     * Replaces the stored map when its store version is still {@code expectedStoreVersion} (-1: when there is none).
     * Never fails; see {@link MapWrite.Unknown}.
     */
    CompletionStage<MapWrite> writeMap(ClusterMap map, int expectedStoreVersion);

    /** Calls {@code listener} with the present map, when there is one, and with every later one that is noticed. */
    void watchMap(Consumer<StoredMap> listener);

    /**
     * Makes this process's ephemeral, replacing the one it made before, and keeps it in being through session losses
     * (each new one has a new path). Completes with the first path.
     */
    CompletionStage<String> announce(int number, long incarnation, Endpoints endpoints);

    /** Takes the ephemeral away. */
    CompletionStage<Void> withdraw();

    /** Calls {@code listener} with all living ephemerals, first and after every change. */
    void watchSlaves(Consumer<List<Announcement>> listener);

    /** Stands for election as active master until closed, or until {@link #abstain}. */
    void campaign(MasterAddress self, ElectionListener listener);

    /** Leaves the election; the listener is told when it was elected. It may stand again later. */
    void abstain();

    /** Calls {@code listener} with all masters that stand, the active one first, at first and after every change. */
    void watchMasters(Consumer<List<MasterAddress>> listener);

    /** Whether the service answers at present. */
    boolean isConnected();

    @Override
    void close();

    /** What an election tells a candidate. */
    interface ElectionListener {
        /**
         * This candidate is the active master.
         *
         * @param term higher than every term before
         */
        void elected(long term);

        /** It no longer is, or can no longer be sure. */
        void deposed();
    }
}
