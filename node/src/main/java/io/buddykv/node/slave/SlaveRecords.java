package io.buddykv.node.slave;

import io.buddykv.topology.ClusterMap;
import java.util.concurrent.CompletableFuture;

/** What a slave writes down about itself and its cluster, so that a later life of it finds it (M4). */
public interface SlaveRecords {
    /** The cluster whose data is held; null before there was one. */
    String clusterId();

    /**
     * The slave has been given its place in a cluster.
     *
     * @throws RuntimeException when that could not be written down, or another cluster's data is held
     */
    void belongsTo(String clusterId);

    /** The newest map that an earlier life has known; null when there is none. */
    ClusterMap lastMap();

    /** A map is to be acted on once this has completed, on whatever thread. It never fails. */
    CompletableFuture<Void> keep(ClusterMap map);

    /** Whether what is held may lack something that had been confirmed: the end of the log was cut off, or the machine went down. */
    boolean isDoubtful();

    /** There is nothing to wait for. */
    CompletableFuture<Void> KEPT = CompletableFuture.completedFuture(null);

    /** In memory only. */
    SlaveRecords NONE = new SlaveRecords() {
        @Override
        public String clusterId() {
            return null;
        }

        @Override
        public void belongsTo(String clusterId) {}

        @Override
        public ClusterMap lastMap() {
            return null;
        }

        @Override
        public CompletableFuture<Void> keep(ClusterMap map) {
            return KEPT;
        }

        @Override
        public boolean isDoubtful() {
            return false;
        }
    };
}
