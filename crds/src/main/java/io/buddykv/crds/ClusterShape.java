package io.buddykv.crds;

/**
 * What the master lays out: the wanted number of slaves and how key ranges and copies lie on them.
 *
 * @param slaves wanted number of slaves
 * @param keyRanges into how many key ranges the slots are cut: a power of two from 16 to 4096, immutable once cut
 * @param buddies copies of each key range besides the primary
 * @param rebalance how key ranges are moved
 */
public record ClusterShape(int slaves, int keyRanges, int buddies, Placement placement, RebalanceSpec rebalance) {
    public static final ClusterShape DEFAULT = new ClusterShape(3, 256, 1, Placement.SPREAD);

    /** With the standard way of moving ranges. */
    public ClusterShape(int slaves, int keyRanges, int buddies, Placement placement) {
        this(slaves, keyRanges, buddies, placement, RebalanceSpec.DEFAULT);
    }

    public ClusterShape {
        KvClusterSpec.between("spec.replicas", slaves, 1, KvClusterSpec.MOST_SLAVES);
        KvClusterSpec.between("spec.buddies", buddies, 0, 2);
        if (keyRanges < 16 || keyRanges > 4096 || Integer.bitCount(keyRanges) != 1) {
            throw new InvalidClusterException("spec.keyRanges", keyRanges, "must be a power of two from 16 to 4096");
        }
    }
}
