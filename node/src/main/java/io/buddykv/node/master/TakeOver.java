package io.buddykv.node.master;

import io.buddykv.node.membership.Announcement;
import io.buddykv.node.membership.MapWrite;
import io.buddykv.node.membership.Membership;
import io.buddykv.node.membership.StoredMap;
import io.buddykv.node.slave.MasterPort;
import io.buddykv.node.time.TimeSource;
import io.buddykv.node.time.Timers;
import io.buddykv.protocol.message.Registration;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * From the election to the first confirmed map: read what is stored, ask the slaves what they know, decide, and write the
 * result with a new term in it before anything else is done. Begins again from the reading until a write is confirmed.
 */
final class TakeOver {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final TimeSource time;
    private final Timers timers;
    private final Membership membership;
    private final MasterPort.Directory slaves;
    private final MasterSettings settings;
    private final MasterEvents events;
    private final Supplier<List<Announcement>> announced;
    private final Consumer<Taken> done;
    private final Consumer<String> abstained;
    private final long startedNanos;

    /** By where they are, the slaves that wait for a place. */
    private final Map<Endpoints, Registration> registered = new LinkedHashMap<>();

    private ClusterMap newestSeen;
    private String clusterId;
    private long term;
    private boolean running;
    private boolean closed;
    private String lastWait = "";

    /** The reign's first map. */
    record Taken(ClusterMap map, int storeVersion, MapStep step) {}

    /**
     * @param newestSeen the newest confirmed map that this process has seen; null for none
     * @param abstained instead of {@code done}, with the reason: the slaves are not this master's to judge
     */
    TakeOver(
            TimeSource time,
            Timers timers,
            Membership membership,
            MasterPort.Directory slaves,
            MasterSettings settings,
            MasterEvents events,
            Supplier<List<Announcement>> announced,
            long term,
            ClusterMap newestSeen,
            Consumer<Taken> done,
            Consumer<String> abstained) {
        this.time = time;
        this.timers = timers;
        this.membership = membership;
        this.slaves = slaves;
        this.settings = settings;
        this.events = events;
        this.announced = announced;
        this.term = term;
        this.newestSeen = newestSeen;
        this.done = done;
        this.abstained = abstained;
        this.clusterId = settings.knownClusterId().orElse(newestSeen == null ? null : newestSeen.clusterId());
        this.startedNanos = time.nanos();
    }

    /** A slave wants a place: it may know the cluster, and it is one more to ask. */
    void registrationSeen(Registration registration) {
        registered.put(registration.endpoints(), registration);
        if (clusterId == null) {
            clusterId = registration.clusterId();
        }
    }

    void start() {
        if (running || closed) {
            return;
        }
        running = true;
        membership
                .readMap()
                .whenComplete((stored, failure) -> timers.execute(() -> {
                    if (failure == null) {
                        ask(stored);
                    } else {
                        again("the stored map cannot be read: " + failure);
                    }
                }));
    }

    private void ask(StoredMap stored) {
        if (stored.map() != null && stored.map().isNewerThan(newestSeen)) {
            newestSeen = stored.map();
        }
        new Survey(timers, slaves, settings.checkNanos(), term, newestSeen, survey -> decide(stored, survey))
                .start(endpoints(), registered.keySet());
    }

    private Set<Endpoints> endpoints() {
        Set<Endpoints> endpoints = new HashSet<>();
        announced.get().forEach(slave -> endpoints.add(slave.endpoints()));
        if (newestSeen != null) {
            newestSeen.slaves().values().forEach(slave -> endpoints.add(slave.endpoints()));
        }
        return endpoints;
    }

    private void decide(StoredMap stored, Survey.Result survey) {
        if (closed) {
            return;
        }
        newestSeen = survey.newest();
        TakeOverDecision decision = TakeOverDecision.of(
                stored, survey, clusterId, registered.values(), time.nanos() - startedNanos, settings);
        if (decision instanceof TakeOverDecision.Claim claim) {
            term = Math.max(term, claim.nextTerm());
            Reason reason = claim.rebuilt() ? Reason.REBUILT : Reason.TAKEN_OVER;
            write(withGoal(claim.map().claimed(term)), stored.storeVersion(), new MapStep(reason, "term " + term));
        } else if (decision instanceof TakeOverDecision.Birth) {
            String id = settings.newbornClusterId();
            write(withGoal(ClusterMap.unborn(id, term)), stored.storeVersion(), new MapStep(Reason.BORN, id));
        } else if (decision instanceof TakeOverDecision.Abstain abstain) {
            closed = true;
            abstained.accept(abstain.why());
        } else if (decision instanceof TakeOverDecision.Wait wait) {
            again(wait.why());
        }
    }

    /** A map of an older version has no goal: all slaves that are in it are to stay. */
    private ClusterMap withGoal(ClusterMap map) {
        if (map.goal() != null) {
            return map;
        }
        int present = map.slaves().size();
        return map.withGoal(settings.goal().withSlaves(Math.max(settings.wantedSlaves(), present)));
    }

    private void write(ClusterMap map, int expectedStoreVersion, MapStep step) {
        membership
                .writeMap(map, expectedStoreVersion)
                .whenComplete((result, failure) -> timers.execute(() -> written(map, result, step)));
    }

    private void written(ClusterMap map, MapWrite result, MapStep step) {
        if (closed) {
            return;
        }
        if (result instanceof MapWrite.Confirmed confirmed) {
            closed = true;
            done.accept(new Taken(map, confirmed.storeVersion(), step));
        } else {
            again("the first write of this reign ended as " + result);
        }
    }

    private void again(String why) {
        if (closed) {
            return;
        }
        if (!why.equals(lastWait)) {
            lastWait = why;
            events.noticed(Reason.WAITING, why);
        }
        timers.after(RETRY_NANOS, () -> {
            running = false;
            start();
        });
    }

    void close() {
        closed = true;
    }
}
