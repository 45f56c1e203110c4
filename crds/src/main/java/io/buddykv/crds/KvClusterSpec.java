package io.buddykv.crds;

/**
 * The wanted state of a cluster. Everything is optional; after construction nothing but {@code storage} is null, and all
 * values and their relations are valid.
 *
 * @param replicas slaves
 * @param masters master candidates, of which one is active
 * @param rebalance how key ranges are moved
 * @param memory budget of each slave for keys and values
 * @param storage how slaves keep their data on disk; null: they keep it in memory only
 */
public record KvClusterSpec(
        Integer replicas,
        Integer masters,
        Integer keyRanges,
        Integer buddies,
        Placement placement,
        RebalanceSpec rebalance,
        Integer leaseMillis,
        Integer heartbeatMillis,
        Integer suspicionMillis,
        Integer checkMillis,
        Integer stallMillis,
        Integer recopySeconds,
        Integer safeBootSeconds,
        Integer soleServeSeconds,
        MemoryAmount memory,
        ZooKeeperSpec zookeeper,
        StorageSpec storage) {

    /** Most slaves and most masters a cluster may have: what the launcher's port numbers leave room for. */
    public static final int MOST_SLAVES = 99;

    public static final int MOST_MASTERS = 9;
    public static final int DEFAULT_MASTERS = 2;
    public static final MemoryAmount DEFAULT_MEMORY = new MemoryAmount(512L << 20);
    public static final MemoryAmount LEAST_MEMORY = new MemoryAmount(16L << 20);

    public KvClusterSpec {
        replicas = orDefault(replicas, ClusterShape.DEFAULT.slaves());
        masters = orDefault(masters, DEFAULT_MASTERS);
        keyRanges = orDefault(keyRanges, ClusterShape.DEFAULT.keyRanges());
        buddies = orDefault(buddies, ClusterShape.DEFAULT.buddies());
        placement = orDefault(placement, ClusterShape.DEFAULT.placement());
        rebalance = orDefault(rebalance, RebalanceSpec.DEFAULT);
        leaseMillis = orDefault(leaseMillis, Timings.DEFAULT.leaseMillis());
        heartbeatMillis = orDefault(heartbeatMillis, Timings.DEFAULT.heartbeatMillis());
        suspicionMillis = orDefault(suspicionMillis, Timings.DEFAULT.suspicionMillis());
        checkMillis = orDefault(checkMillis, Timings.DEFAULT.checkMillis());
        stallMillis = orDefault(stallMillis, Timings.DEFAULT.stallMillis());
        recopySeconds = orDefault(recopySeconds, Timings.DEFAULT.recopySeconds());
        safeBootSeconds = orDefault(safeBootSeconds, Timings.DEFAULT.safeBootSeconds());
        soleServeSeconds = orDefault(soleServeSeconds, Timings.DEFAULT.soleServeSeconds());
        memory = orDefault(memory, DEFAULT_MEMORY);
        zookeeper = zookeeper == null ? new ZooKeeperSpec(null, null) : zookeeper;

        between("spec.masters", masters, 1, MOST_MASTERS);
        if (memory.bytes() < LEAST_MEMORY.bytes()) {
            throw new InvalidClusterException("spec.memory", memory, "must be at least " + LEAST_MEMORY);
        }
        new ClusterShape(replicas, keyRanges, buddies, placement, rebalance);
        new Timings(
                leaseMillis,
                heartbeatMillis,
                suspicionMillis,
                checkMillis,
                stallMillis,
                recopySeconds,
                safeBootSeconds,
                soleServeSeconds);
    }

    /** What a resource without any field in its spec means. */
    public static KvClusterSpec defaults() {
        return new KvClusterSpec(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    public KvClusterSpec withReplicas(int slaves) {
        return with(slaves, memory, zookeeper, storage);
    }

    public KvClusterSpec withMemory(MemoryAmount budget) {
        return with(replicas, budget, zookeeper, storage);
    }

    public KvClusterSpec withStorage(StorageSpec kept) {
        return with(replicas, memory, zookeeper, kept);
    }

    public KvClusterSpec withZooKeeper(ZooKeeperSpec other) {
        return with(replicas, memory, other, storage);
    }

    private KvClusterSpec with(Integer slaves, MemoryAmount budget, ZooKeeperSpec ensemble, StorageSpec kept) {
        return new KvClusterSpec(
                slaves,
                masters,
                keyRanges,
                buddies,
                placement,
                rebalance,
                leaseMillis,
                heartbeatMillis,
                suspicionMillis,
                checkMillis,
                stallMillis,
                recopySeconds,
                safeBootSeconds,
                soleServeSeconds,
                budget,
                ensemble,
                kept);
    }

    public ClusterShape shape() {
        return new ClusterShape(replicas, keyRanges, buddies, placement, rebalance);
    }

    public Timings timings() {
        return new Timings(
                leaseMillis,
                heartbeatMillis,
                suspicionMillis,
                checkMillis,
                stallMillis,
                recopySeconds,
                safeBootSeconds,
                soleServeSeconds);
    }

    static void between(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidClusterException(field, value, "must be from " + least + " to " + most);
        }
    }

    private static <T> T orDefault(T value, T standard) {
        return value == null ? standard : value;
    }
}
