package io.buddykv.node.master;

import io.buddykv.node.membership.StoredMap;
import io.buddykv.protocol.message.Registration;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which map a new master begins with. */
sealed interface TakeOverDecision {
    /**
     * This one, with a new term in it.
     *
     * @param partial whether slaves are missing that might know a newer map, of a later term
     */
    record Claim(ClusterMap map, boolean rebuilt, boolean partial) implements TakeOverDecision {
        /** Terms that a missing slave may have seen, and nobody else: the next one lies behind them. */
        private static final long TERMS_UNSEEN = 1_000;

        long nextTerm() {
            return map.term() + (partial ? TERMS_UNSEEN : 1);
        }
    }

    /** None: a cluster is born. */
    record Birth() implements TakeOverDecision {}

    /** It is for a master to decide that understands the slaves: this one would take them for dead. */
    record Abstain(String why) implements TakeOverDecision {}

    /** It cannot be known yet. */
    record Wait(String why) implements TakeOverDecision {}

    /**
     * The stored map, when no slave knows a newer one. Otherwise the newest that a slave knows, once every slave in it that
     * was not down has answered or been replaced: one that is silent might know a newer one still. After {@code
     * safeBootSeconds} it is begun with all the same, because a slave that is gone for good never answers.
     *
     * <p>Where slaves keep their data, a map that is too old would bring up copies that are too old, for good: then every
     * slave in it must have reported, and nothing but {@code acceptPartial} lets a majority do.
     *
     * @param survey what the slaves have said
     * @param clusterId as it is recorded anywhere else; null where it is not
     * @param registered slaves that wait for a place
     * @param waitedNanos since this reign began
     */
    static TakeOverDecision of(
            StoredMap stored,
            Survey.Result survey,
            String clusterId,
            Collection<Registration> registered,
            long waitedNanos,
            MasterSettings settings) {
        ClusterMap newest = survey.newest();
        Optional<String> foreign = foreign(newest, survey);
        if (foreign.isPresent()) {
            return new Abstain(foreign.get());
        }
        if (newest == null) {
            return unknown(clusterId, !registered.isEmpty());
        }
        if (clusterId != null && !clusterId.equals(newest.clusterId())) {
            return new Wait("the map found is of cluster " + newest.clusterId() + ", this should be " + clusterId);
        }
        if (!newest.isNewerThan(stored.map())) {
            return new Claim(stored.map(), false, false);
        }
        List<SlaveEntry> silent = settings.durable()
                ? unreported(newest, survey, registered)
                : newest.slaves().values().stream()
                        .filter(slave -> slave.state() != SlaveState.DOWN)
                        .filter(slave -> !survey.answered().containsKey(slave.endpoints()))
                        .toList();
        boolean majority = 2 * silent.size() < newest.slaves().size();
        boolean enough =
                settings.durable() ? settings.acceptPartial() && majority : waitedNanos >= settings.safeBootNanos();
        if (silent.isEmpty() || enough) {
            return new Claim(newest, true, settings.durable() && !silent.isEmpty());
        }
        return new Wait("before the map is rebuilt from the slaves' records, these must answer: "
                + silent.stream().map(slave -> "slave " + slave.member()).collect(Collectors.joining(", "))
                + (settings.durable() && majority ? "; if they are gone for good, start with --accept-partial" : ""));
    }

    /** A slave with a place that speaks another protocol; any, as long as nobody knows who has a place. */
    private static Optional<String> foreign(ClusterMap newest, Survey.Result survey) {
        if (newest == null) {
            return survey.foreign().values().stream().findFirst();
        }
        return newest.slaves().values().stream()
                .map(slave -> survey.foreign().get(slave.endpoints()))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Addresses may have changed hands: a slave has reported when one with its number or its data has. */
    private static List<SlaveEntry> unreported(
            ClusterMap map, Survey.Result survey, Collection<Registration> registered) {
        Set<Long> data = new HashSet<>();
        Set<Integer> numbers = new HashSet<>();
        for (Registration slave : registered) {
            if (survey.answered().containsKey(slave.endpoints())) {
                data.add(slave.dataId());
                numbers.add(slave.requestedNumber());
            }
        }
        survey.answered().values().stream().filter(Objects::nonNull).forEach(member -> numbers.add(member.number()));
        return map.slaves().values().stream()
                .filter(slave -> !data.contains(slave.member().dataId()) && !numbers.contains(slave.number()))
                .toList();
    }

    private static TakeOverDecision unknown(String clusterId, boolean registrationSeen) {
        if (clusterId != null) {
            return new Wait("cluster " + clusterId + " exists, but no slave that can be reached knows its map");
        }
        return registrationSeen ? new Birth() : new Wait("no slave has registered yet");
    }
}
