package io.buddykv.node.master;

import io.buddykv.node.membership.StoredMap;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import java.util.List;
import java.util.stream.Collectors;

/** Which map a new master begins with. */
sealed interface TakeOverDecision {
    /** This one, with a new term in it. */
    record Claim(ClusterMap map, boolean rebuilt) implements TakeOverDecision {}

    /** None: a cluster is born. */
    record Birth() implements TakeOverDecision {}

    /** It cannot be known yet. */
    record Wait(String why) implements TakeOverDecision {}

    /**
     * The stored map, when no slave knows a newer one. Otherwise the newest that a slave knows, once every slave in it that
     * was not down has answered or been replaced: one that is silent might know a newer one still. After {@code
     * safeBootSeconds} it is begun with all the same, because a slave that is gone for good never answers.
     *
     * @param survey what the slaves have said
     * @param clusterId as it is recorded anywhere else; null where it is not
     * @param registrationSeen whether a slave waits for a place
     * @param waitedNanos since this reign began
     */
    static TakeOverDecision of(
            StoredMap stored,
            Survey.Result survey,
            String clusterId,
            boolean registrationSeen,
            long waitedNanos,
            MasterSettings settings) {
        ClusterMap newest = survey.newest();
        if (newest == null) {
            return unknown(clusterId, registrationSeen);
        }
        if (clusterId != null && !clusterId.equals(newest.clusterId())) {
            return new Wait("the map found is of cluster " + newest.clusterId() + ", this should be " + clusterId);
        }
        if (!newest.isNewerThan(stored.map())) {
            return new Claim(stored.map(), false);
        }
        List<SlaveEntry> silent = newest.slaves().values().stream()
                .filter(slave -> slave.state() != SlaveState.DOWN)
                .filter(slave -> !survey.answered().containsKey(slave.endpoints()))
                .toList();
        if (silent.isEmpty() || waitedNanos >= settings.safeBootNanos()) {
            return new Claim(newest, true);
        }
        return new Wait("before the map is rebuilt from the slaves' records, these must answer: "
                + silent.stream().map(slave -> "slave " + slave.member()).collect(Collectors.joining(", ")));
    }

    private static TakeOverDecision unknown(String clusterId, boolean registrationSeen) {
        if (clusterId != null) {
            return new Wait("cluster " + clusterId + " exists, but no slave that can be reached knows its map");
        }
        return registrationSeen ? new Birth() : new Wait("no slave has registered yet");
    }
}
