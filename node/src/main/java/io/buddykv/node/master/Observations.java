package io.buddykv.node.master;

import io.buddykv.node.time.TimeSource;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import java.util.HashMap;
import java.util.Map;

/**
 * {@link Sightings} of one reign: since when each thing is as it is, counted from when this master first saw it so, which
 * makes a new master wait anew rather than act too early.
 */
final class Observations implements Sightings {
    private final TimeSource time;
    private final MasterSettings settings;
    private final LastHeard lastHeard;
    private final Map<Integer, Long> shortSince = new HashMap<>();
    private final Map<Integer, Long> handOverSince = new HashMap<>();
    private final Map<Integer, Long> handOverCancelled = new HashMap<>();
    private final Map<Member, Long> downSince = new HashMap<>();
    private final Map<Copy, Removal> removals = new HashMap<>();
    private long firstSlaveNanos;
    private boolean slaveSeen;
    private Long joinBegun;
    private Long handOverBegun;

    private record Copy(int range, int number) {}

    private record Removal(long nanos, long pauseNanos) {}

    Observations(TimeSource time, MasterSettings settings, LastHeard lastHeard) {
        this.time = time;
        this.settings = settings;
        this.lastHeard = lastHeard;
    }

    /** Looks at each confirmed map. */
    void observe(ClusterMap before, ClusterMap map) {
        long now = time.nanos();
        if (!slaveSeen && !map.slaves().isEmpty()) {
            slaveSeen = true;
            firstSlaveNanos = now;
        }
        int wanted = CopyPlan.wantedNow(map, settings.goalOf(map));
        for (int range = 0; range < map.ranges().size(); range++) {
            RangeEntry entry = map.range(range);
            since(shortSince, range, livingCopies(map, entry) < wanted, now);
            observeMoves(range, before == null || !before.isCut() ? null : before.range(range), entry, now);
        }
        downSince.keySet().removeIf(member -> !isDown(map, member));
        for (SlaveEntry slave : map.slaves().values()) {
            if (slave.state() == SlaveState.DOWN) {
                downSince.putIfAbsent(slave.member(), now);
            }
        }
        lastHeard.keepOnly(
                map.slaves().values().stream().map(SlaveEntry::member).toList());
    }

    private void observeMoves(int range, RangeEntry before, RangeEntry now, long nanos) {
        if (before != null && !before.joining().containsAll(now.joining())) {
            joinBegun = nanos;
        }
        if (before != null && now.isHandingOver() && !now.target().equals(before.target())) {
            handOverBegun = nanos;
        }
        if (before != null && before.isHandingOver()) {
            if (!before.target().equals(now.target())) {
                handOverSince.remove(range);
            }
            if (!now.isHandingOver() && before.primary().equals(now.primary())) {
                handOverCancelled.put(range, nanos);
            }
        }
        since(handOverSince, range, now.isHandingOver(), nanos);
    }

    private static int livingCopies(ClusterMap map, RangeEntry range) {
        int living = 0;
        for (Member member : range.inSync()) {
            living += isUp(map, member) ? 1 : 0;
        }
        return living;
    }

    private static void since(Map<Integer, Long> times, int range, boolean holds, long now) {
        if (holds) {
            times.putIfAbsent(range, now);
        } else {
            times.remove(range);
        }
    }

    /**
     * A primary had the copy taken out: each time its next try waits twice as long, but not longer than another slave would
     * wait to take its place.
     */
    void removed(int range, int number) {
        Copy copy = new Copy(range, number);
        Removal last = removals.get(copy);
        long now = time.nanos();
        long most = Math.max(MasterSettings.RETRY_NANOS, settings.recopyNanos());
        boolean again = last != null && now - last.nanos() < 2 * most;
        long pause = again ? Math.min(2 * last.pauseNanos(), most) : MasterSettings.RETRY_NANOS;
        removals.put(copy, new Removal(now, pause));
    }

    @Override
    public boolean justAnswered(Member member) {
        return lastHeard.within(member, settings.checkNanos());
    }

    @Override
    public long shortNanos(int range) {
        return age(shortSince.get(range));
    }

    @Override
    public long handOverNanos(int range) {
        return age(handOverSince.get(range));
    }

    @Override
    public long joinedAgoNanos() {
        return joinBegun == null ? Long.MAX_VALUE : age(joinBegun);
    }

    @Override
    public long handedOverAgoNanos() {
        return handOverBegun == null ? Long.MAX_VALUE : age(handOverBegun);
    }

    @Override
    public boolean mayHandOver(int range) {
        Long cancelled = handOverCancelled.get(range);
        return cancelled == null || time.nanos() - cancelled >= MasterSettings.RETRY_NANOS;
    }

    @Override
    public boolean mayJoin(int range, int number) {
        Removal removal = removals.get(new Copy(range, number));
        return removal == null || time.nanos() - removal.nanos() >= removal.pauseNanos();
    }

    @Override
    public boolean provenGone(Member member) {
        return age(downSince.get(member)) >= settings.provenGoneNanos() && downSince.containsKey(member);
    }

    @Override
    public long bootNanos() {
        return slaveSeen ? time.nanos() - firstSlaveNanos : 0;
    }

    private long age(Long since) {
        return since == null ? 0 : time.nanos() - since;
    }

    private static boolean isUp(ClusterMap map, Member member) {
        return map.isCurrent(member) && map.slave(member.number()).isUp();
    }

    private static boolean isDown(ClusterMap map, Member member) {
        return map.isCurrent(member) && map.slave(member.number()).state() == SlaveState.DOWN;
    }
}
