package io.buddykv.node.master;

import io.buddykv.node.membership.MapWrite;
import io.buddykv.node.membership.Membership;
import io.buddykv.node.membership.StoredMap;
import io.buddykv.node.time.TimeSource;
import io.buddykv.node.time.Timers;
import io.buddykv.topology.ClusterMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The one place that writes the map. Wishes queue up; all that are there together become one write, followed by what the
 * planner adds. Every write costs all nodes some milliseconds, so that what nobody waits for gathers: see {@link Urgency}.
 *
 * <p>Only one write is under way at a time, and nobody sees a map before the membership service has confirmed
 * it. After a write whose outcome is unknown the stored map is read before anything else; when it is neither the map
 * before nor the map after, the reign is over.
 */
final class MapLedger {
    private static final int MOST_WISHES = 10_000;
    /** How often the planner looks at the map when nobody asks for it: at least so long passes in between. */
    private static final long LEAST_GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** And so many times as long as the last write took, up to a bound: where nodes are busy, fewer maps are more. */
    private static final int GATHER_WRITES = 6;

    private static final long MOST_GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

    private static final long REREAD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final TimeSource time;
    private final Timers timers;
    private final Membership membership;
    private final Planner planner;
    private final Listener listener;
    private final long term;
    private final Deque<Wish> wishes = new ArrayDeque<>();

    private ClusterMap confirmed;
    private int storeVersion;
    private long plannedNanos;
    private long gatherNanos = LEAST_GATHER_NANOS;
    private boolean scheduled;
    private boolean gathering;
    private boolean planWanted;
    private Draft writing;
    private boolean closed;

    /** Adds to a draft what the master itself wants. */
    interface Planner {
        ClusterMap plan(ClusterMap draft, long term, List<MapStep> steps);
    }

    /** Learns what became of writes. */
    interface Listener {
        void confirmed(ClusterMap before, ClusterMap after, List<MapStep> steps);

        void noticed(Reason reason, String text);

        /** The stored map is none that this reign has written. */
        void superseded(StoredMap stored);
    }

    /** Who waits for a change. */
    enum Urgency {
        /** Clients: it is written at once, and does not wait for the planner either. */
        CLIENTS_WAIT,
        /** A node or a user: it is written at once, with what the planner adds, unless somebody has failed meanwhile. */
        ASKED_FOR,
        /** Nobody: it gathers with others until the planner looks at the map again. */
        GATHERS
    }

    private record Wish(MapStep step, Change change, Urgency urgency, CompletableFuture<ClusterMap> done) {
        boolean gathers() {
            return urgency == Urgency.GATHERS;
        }
    }

    /** A write, and since when it has been under way. */
    private record Draft(ClusterMap map, List<MapStep> steps, List<Wish> wishes, long sinceNanos) {}

    MapLedger(
            TimeSource time,
            Timers timers,
            Membership membership,
            Planner planner,
            Listener listener,
            ClusterMap confirmed,
            int storeVersion) {
        this.time = time;
        this.timers = timers;
        this.membership = membership;
        this.planner = planner;
        this.listener = listener;
        this.term = confirmed.term();
        this.confirmed = confirmed;
        this.storeVersion = storeVersion;
        this.plannedNanos = time.nanos() - LEAST_GATHER_NANOS;
    }

    ClusterMap confirmed() {
        return confirmed;
    }

    long term() {
        return term;
    }

    /** Completes with the first confirmed map that has the change in it, or needs none. */
    CompletionStage<ClusterMap> submit(Urgency urgency, Reason reason, String text, Change change) {
        CompletableFuture<ClusterMap> done = new CompletableFuture<>();
        if (closed) {
            done.completeExceptionally(new NotActiveMasterException("this master's reign is over"));
        } else if (wishes.size() >= MOST_WISHES) {
            done.completeExceptionally(new RefusedException("too many changes wait for the map to be written"));
        } else {
            wishes.add(new Wish(new MapStep(reason, text), change, urgency, done));
            schedule(urgency == Urgency.GATHERS);
        }
        return done;
    }

    /** Lets the planner look at the map when it is its turn, together with whatever else is waiting. */
    void reconcile() {
        planWanted = true;
        schedule(true);
    }

    /** The same at once: what the planner has to know does not keep. */
    void reconcileNow() {
        plannedNanos = time.nanos() - gatherNanos;
        reconcile();
    }

    private void schedule(boolean gathers) {
        long left = untilPlanned();
        if (!gathers || left <= 0) {
            scheduleNow();
        } else if (!gathering && !closed) {
            gathering = true;
            timers.after(left, () -> {
                gathering = false;
                scheduleNow();
            });
        }
    }

    private long untilPlanned() {
        return plannedNanos + gatherNanos - time.nanos();
    }

    /** Those whose tasks are queued already come first, and so into the same write. */
    private void scheduleNow() {
        if (!scheduled && !closed) {
            scheduled = true;
            timers.execute(this::drain);
        }
    }

    private void drain() {
        scheduled = false;
        if (closed || writing != null) {
            return;
        }
        if (untilPlanned() > 0 && wishes.stream().allMatch(Wish::gathers)) {
            schedule(true);
            return;
        }
        Draft draft = draft();
        if (draft.map() == confirmed) {
            draft.wishes().forEach(wish -> wish.done().complete(confirmed));
            goOn();
            return;
        }
        writing = draft;
        membership
                .writeMap(draft.map(), storeVersion)
                .whenComplete((result, failure) -> timers.execute(() -> written(draft, result, failure)));
    }

    private Draft draft() {
        List<Wish> taken = new ArrayList<>(wishes);
        wishes.clear();
        // Whoever has failed must not, in the same write, become the only one known to be in sync (M7).
        taken.sort(Comparator.comparing(wish -> wish.step().reason() != Reason.FAILED));
        List<MapStep> steps = new ArrayList<>();
        ClusterMap map = confirmed;
        boolean failed = false;
        boolean clientsWait = false;
        boolean askedFor = false;
        for (Wish wish : taken) {
            ClusterMap changed = wish.change().of(map, term);
            if (changed != map) {
                steps.add(wish.step());
                failed |= wish.step().reason() == Reason.FAILED;
                clientsWait |= wish.urgency() == Urgency.CLIENTS_WAIT;
                askedFor |= wish.urgency() == Urgency.ASKED_FOR;
                map = changed;
            }
        }
        // An order is answered with what it leads to, also when a release comes with it; only a failure waits for
        // nothing.
        planWanted = failed || (!askedFor && (clientsWait || untilPlanned() > 0));
        if (!planWanted) {
            plannedNanos = time.nanos();
            map = planner.plan(map, term, steps);
        }
        return new Draft(map == confirmed ? map : map.asOneWriteAfter(confirmed), steps, taken, time.nanos());
    }

    private void written(Draft draft, MapWrite result, Throwable failure) {
        if (closed) {
            return;
        }
        if (result instanceof MapWrite.Confirmed done) {
            confirm(draft, done.storeVersion());
        } else {
            if (!(result instanceof MapWrite.Conflict)) {
                listener.noticed(
                        Reason.WRITE_UNKNOWN,
                        result instanceof MapWrite.Unknown unknown ? unknown.reason() : "" + failure);
            }
            reread(draft);
        }
    }

    private void reread(Draft draft) {
        if (!closed) {
            membership
                    .readMap()
                    .whenComplete((stored, failure) -> timers.execute(() -> {
                        if (failure == null) {
                            resolve(draft, stored);
                        } else {
                            timers.after(REREAD_NANOS, () -> reread(draft));
                        }
                    }));
        }
    }

    private void resolve(Draft draft, StoredMap stored) {
        if (closed) {
            return;
        }
        if (draft.map().equals(stored.map())) {
            confirm(draft, stored.storeVersion());
        } else if (confirmed.equals(stored.map())) {
            storeVersion = stored.storeVersion();
            writing = null;
            for (int i = draft.wishes().size() - 1; i >= 0; i--) {
                wishes.addFirst(draft.wishes().get(i));
            }
            scheduleNow();
        } else {
            listener.superseded(stored);
        }
    }

    private void confirm(Draft draft, int newStoreVersion) {
        ClusterMap before = confirmed;
        long tookNanos = time.nanos() - draft.sinceNanos();
        gatherNanos = Math.max(LEAST_GATHER_NANOS, Math.min(MOST_GATHER_NANOS, GATHER_WRITES * tookNanos));
        confirmed = draft.map();
        storeVersion = newStoreVersion;
        writing = null;
        listener.confirmed(before, confirmed, draft.steps());
        draft.wishes().forEach(wish -> wish.done().complete(confirmed));
        goOn();
    }

    private void goOn() {
        if (!wishes.isEmpty() || planWanted) {
            schedule(wishes.stream().allMatch(Wish::gathers));
        }
    }

    /** The reign is over: what waits is refused. A write still under way is fenced by its version and term. */
    void close() {
        closed = true;
        List<Wish> refused = new ArrayList<>(wishes);
        wishes.clear();
        if (writing != null) {
            refused.addAll(writing.wishes());
        }
        refused.forEach(wish ->
                wish.done().completeExceptionally(new NotActiveMasterException("this master's reign has ended")));
    }
}
