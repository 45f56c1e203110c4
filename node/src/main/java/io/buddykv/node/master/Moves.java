package io.buddykv.node.master;

import io.buddykv.node.time.TimeSource;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Goal;
import io.buddykv.topology.Rebalancing;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.change.Relayout;
import io.buddykv.topology.health.MoveCounts;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Watches moves: asks slaves what they carry, often while something moves, tells how far it has come, and where load is to
 * be evened out plans homes anew while nothing else moves.
 */
final class Moves {
    private static final long MOVING_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long RESTING_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Operations are counted over at least this long before homes follow them. */
    private static final long LOAD_WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final TimeSource time;
    private final MasterSettings settings;
    private final Loads loads;
    private final MapLedger ledger;
    private final MasterEvents events;
    private boolean asking;
    private long askedNanos;
    private Long basis;
    private Loads.Round begun;
    private Loads.Round last;
    private Loads.Round loadWindow;

    Moves(TimeSource time, MasterSettings settings, Loads loads, MapLedger ledger, MasterEvents events) {
        this.time = time;
        this.settings = settings;
        this.loads = loads;
        this.ledger = ledger;
        this.events = events;
        this.askedNanos = time.nanos() - RESTING_NANOS;
    }

    /** To be called often. */
    void tick() {
        ClusterMap map = ledger.confirmed();
        boolean moving = !MoveCounts.of(map).isDone();
        if (!map.isCut() || asking || time.nanos() - askedNanos < (moving ? MOVING_NANOS : RESTING_NANOS)) {
            return;
        }
        asking = true;
        askedNanos = time.nanos();
        List<SlaveEntry> living = Failures.living(map);
        loads.ask(living, this::told);
    }

    private void told(Loads.Round round) {
        asking = false;
        ClusterMap map = ledger.confirmed();
        if (map.plan() != null && (basis == null || basis != map.plan().basis() || begun == null)) {
            basis = map.plan().basis();
            begun = last == null ? round : last;
        }
        if (begun != null) {
            events.moved(BytesMoved.progress(map, begun, last == null ? round : last, round));
        }
        last = round;
        evenOutLoad(map, round);
    }

    private void evenOutLoad(ClusterMap map, Loads.Round round) {
        Goal goal = settings.goalOf(map);
        boolean wanted = goal.rebalancing().by() == Rebalancing.By.LOAD
                && MoveCounts.of(map).isDone()
                && map.slaves().values().stream().allMatch(SlaveEntry::isUp);
        if (!wanted) {
            loadWindow = null;
        } else if (loadWindow == null) {
            loadWindow = round;
        } else if (round.nanos() - loadWindow.nanos() >= LOAD_WINDOW_NANOS) {
            LoadBalance.homes(map, goal, loadWindow, round).ifPresent(homes -> submit(map, homes));
            loadWindow = round;
        }
    }

    /** Decided for this map: whatever has changed its plan in the meantime is worth more. */
    private void submit(ClusterMap decidedFor, int[] homes) {
        ledger.submit(
                MapLedger.Urgency.GATHERS,
                Reason.HOMES_CHANGED,
                "by operations and bytes",
                (map, term) -> decidedFor.plan().equals(map.plan())
                        ? Relayout.withHomes(map, term, settings.goalOf(map), homes)
                        : map);
    }
}
