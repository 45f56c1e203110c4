package io.buddykv.node.master;

import io.buddykv.node.membership.MapWrite;
import io.buddykv.node.membership.Membership;
import io.buddykv.node.membership.StoredMap;
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
 * planner adds; a failure does not wait for the planner, which adds to the next write. Only one write is under way at a time, and nobody sees a map before the membership service has confirmed
 * it. After a write whose outcome is unknown the stored map is read before anything else; when it is neither the map
 * before nor the map after, the reign is over.
 */
final class MapLedger {
    private static final int MOST_WISHES = 10_000;
    private static final long REREAD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Timers timers;
    private final Membership membership;
    private final Planner planner;
    private final Listener listener;
    private final long term;
    private final Deque<Wish> wishes = new ArrayDeque<>();

    private ClusterMap confirmed;
    private int storeVersion;
    private boolean scheduled;
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

    private record Wish(MapStep step, Change change, CompletableFuture<ClusterMap> done) {}

    /** A write under way. */
    private record Draft(ClusterMap map, List<MapStep> steps, List<Wish> wishes) {}

    MapLedger(
            Timers timers,
            Membership membership,
            Planner planner,
            Listener listener,
            ClusterMap confirmed,
            int storeVersion) {
        this.timers = timers;
        this.membership = membership;
        this.planner = planner;
        this.listener = listener;
        this.term = confirmed.term();
        this.confirmed = confirmed;
        this.storeVersion = storeVersion;
    }

    ClusterMap confirmed() {
        return confirmed;
    }

    long term() {
        return term;
    }

    /** Completes with the first confirmed map that has the change in it, or needs none. */
    CompletionStage<ClusterMap> submit(Reason reason, String text, Change change) {
        CompletableFuture<ClusterMap> done = new CompletableFuture<>();
        if (closed) {
            done.completeExceptionally(new NotActiveMasterException("this master's reign is over"));
        } else if (wishes.size() >= MOST_WISHES) {
            done.completeExceptionally(new RefusedException("too many changes wait for the map to be written"));
        } else {
            wishes.add(new Wish(new MapStep(reason, text), change, done));
            schedule();
        }
        return done;
    }

    /** Lets the planner look at the map, together with whatever else is waiting. */
    void reconcile() {
        planWanted = true;
        schedule();
    }

    /** Those whose tasks are queued already come first, and so into the same write. */
    private void schedule() {
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
        Draft draft = draft();
        if (draft.map() == confirmed) {
            draft.wishes().forEach(wish -> wish.done().complete(confirmed));
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
        boolean urgent = false;
        for (Wish wish : taken) {
            ClusterMap changed = wish.change().of(map, term);
            if (changed != map) {
                steps.add(wish.step());
                urgent |= wish.step().reason() == Reason.FAILED;
                map = changed;
            }
        }
        if (urgent) {
            planWanted = true;
        } else {
            planWanted = false;
            map = planner.plan(map, term, steps);
        }
        return new Draft(map == confirmed ? map : map.asOneWriteAfter(confirmed), steps, taken);
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
            schedule();
        } else {
            listener.superseded(stored);
        }
    }

    private void confirm(Draft draft, int newStoreVersion) {
        ClusterMap before = confirmed;
        confirmed = draft.map();
        storeVersion = newStoreVersion;
        writing = null;
        listener.confirmed(before, confirmed, draft.steps());
        draft.wishes().forEach(wish -> wish.done().complete(confirmed));
        if (!wishes.isEmpty() || planWanted) {
            schedule();
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
