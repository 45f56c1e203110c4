package io.buddykv.node.master;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Goal;
import io.buddykv.topology.KeyRanges;
import io.buddykv.topology.Rebalancing;
import io.buddykv.topology.placement.PlacementPolicy;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a master is told at its start.
 *
 * @param knownClusterId the cluster's id where it is recorded outside the membership service: while there is one, an empty
 *     service means rebuild, never creation
 * @param newbornClusterId the id that a cluster gets if this master is present at its birth: new with each process
 * @param wantedSlaves how many the first boot waits for
 * @param keyRanges into how many ranges the slots are cut
 * @param buddies copies of each range besides the primary; like the number of slaves, placement and rebalancing, it counts
 *     only until the map has a goal
 * @param durable whether slaves keep their data through a restart; if not, a range whose every copy is proven gone begins
 *     again empty
 * @param acceptPartial whether a map that was lost may be rebuilt when a majority of the slaves has reported and not all;
 *     without {@code durable} none is waited for longer than {@code safeBootSeconds}
 * @param checkMillis how long a suspect's answer is waited for
 * @param recopySeconds how long a range may be short of copies before another slave than planned gets one
 * @param safeBootSeconds how long the first boot waits for slaves that have not registered
 * @param soleServeSeconds how long a primary without other copies serves while it reaches nobody; twice that long after it
 *     fell silent it counts as gone
 */
public record MasterSettings(
        Optional<String> knownClusterId,
        String newbornClusterId,
        int wantedSlaves,
        int keyRanges,
        int buddies,
        PlacementPolicy placement,
        Rebalancing rebalancing,
        boolean durable,
        boolean acceptPartial,
        int checkMillis,
        int recopySeconds,
        int safeBootSeconds,
        int soleServeSeconds) {

    /** With the standard bounds of moves, and nothing accepted that is not whole. */
    public MasterSettings(
            Optional<String> knownClusterId,
            String newbornClusterId,
            int wantedSlaves,
            int keyRanges,
            int buddies,
            PlacementPolicy placement,
            boolean durable,
            int checkMillis,
            int recopySeconds,
            int safeBootSeconds,
            int soleServeSeconds) {
        this(
                knownClusterId,
                newbornClusterId,
                wantedSlaves,
                keyRanges,
                buddies,
                placement,
                Rebalancing.DEFAULT,
                durable,
                false,
                checkMillis,
                recopySeconds,
                safeBootSeconds,
                soleServeSeconds);
    }

    /** Hand-overs that are under way at the same time, over all slaves. */
    static final int HAND_OVERS_AT_ONCE = 32;

    /**
     * Moves begin together, because each map that tells of them costs all nodes the same for one as for many: what is
     * less than half of what may be under way waits for more, for so long since others began.
     */
    static final long GROUP_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A hand-over that has not ended after this is cancelled: clients' writes wait that long and no longer. */
    static final long HAND_OVER_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** The pause before a hand-over that was cancelled, or a copy that was taken out, is tried again. */
    static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How often the map is compared with what it should become, without anything having happened. */
    static final long RECONCILE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How often slaves that count as down are asked whether they are back. */
    static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** How often slaves that live are asked although nobody suspects them. */
    static final long VISIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    public MasterSettings {
        new KeyRanges(keyRanges);
        atLeast("wantedSlaves", wantedSlaves, 1);
        atLeast("buddies", buddies, 0);
        atLeast("checkMillis", checkMillis, 1);
        atLeast("recopySeconds", recopySeconds, 0);
        atLeast("safeBootSeconds", safeBootSeconds, 0);
        atLeast("soleServeSeconds", soleServeSeconds, 0);
    }

    /** The defaults of a cluster in memory. */
    public static MasterSettings defaults(String newbornClusterId, int wantedSlaves) {
        return new MasterSettings(
                Optional.empty(),
                newbornClusterId,
                wantedSlaves,
                KeyRanges.DEFAULT,
                1,
                PlacementPolicy.SPREAD,
                false,
                80,
                10,
                30,
                60);
    }

    public MasterSettings withKnownClusterId(String clusterId) {
        return new MasterSettings(
                Optional.of(clusterId),
                newbornClusterId,
                wantedSlaves,
                keyRanges,
                buddies,
                placement,
                rebalancing,
                durable,
                acceptPartial,
                checkMillis,
                recopySeconds,
                safeBootSeconds,
                soleServeSeconds);
    }

    public MasterSettings withShape(int ranges, int copiesBesidesPrimary, PlacementPolicy policy) {
        return new MasterSettings(
                knownClusterId,
                newbornClusterId,
                wantedSlaves,
                ranges,
                copiesBesidesPrimary,
                policy,
                rebalancing,
                durable,
                acceptPartial,
                checkMillis,
                recopySeconds,
                safeBootSeconds,
                soleServeSeconds);
    }

    /** With slaves that keep their data through a restart. */
    public MasterSettings withDurable(boolean partialAccepted) {
        return new MasterSettings(
                knownClusterId,
                newbornClusterId,
                wantedSlaves,
                keyRanges,
                buddies,
                placement,
                rebalancing,
                true,
                partialAccepted,
                checkMillis,
                recopySeconds,
                safeBootSeconds,
                soleServeSeconds);
    }

    /** What a new cluster is to become. */
    Goal goal() {
        return Goal.of(wantedSlaves, buddies, placement, rebalancing);
    }

    /** The map's goal, or where it has none, as maps of older versions, these settings. */
    Goal goalOf(ClusterMap map) {
        return map.goal() == null ? goal() : map.goal();
    }

    long checkNanos() {
        return TimeUnit.MILLISECONDS.toNanos(checkMillis);
    }

    long recopyNanos() {
        return TimeUnit.SECONDS.toNanos(recopySeconds);
    }

    long safeBootNanos() {
        return TimeUnit.SECONDS.toNanos(safeBootSeconds);
    }

    /** After this long a silent slave has stopped serving by itself, whatever became of it. */
    long provenGoneNanos() {
        return 2 * TimeUnit.SECONDS.toNanos(soleServeSeconds);
    }

    private static void atLeast(String setting, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(setting + " must be at least " + least + ", not " + value);
        }
    }
}
