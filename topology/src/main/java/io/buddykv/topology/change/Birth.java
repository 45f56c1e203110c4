package io.buddykv.topology.change;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Goal;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.RangeState;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.placement.Placement;
import io.buddykv.topology.placement.Roster;
import io.buddykv.topology.placement.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Predicate;

/** Ranges that begin empty: all of them at the cluster's birth, and later one whose every copy is proven gone. */
public final class Birth {
    private static final long FIRST_EPOCH = 1;

    private Birth() {}

    /**
     * Cuts the ranges over the slaves that are up. Everything is empty, so all copies that are wanted are in sync at once.
     *
     * @throws IllegalStateException when the ranges are cut already, or no slave that may hold ranges is up
     */
    public static ClusterMap firstCut(ClusterMap map, long term, int rangeCount, Goal goal) {
        Roster roster = Roster.of(map);
        if (map.isCut() || roster.placed().isEmpty()) {
            throw new IllegalStateException(map.isCut() ? "the ranges are cut already" : "no slave is up");
        }
        SortedMap<Integer, Site> sites = roster.sites(map);
        int[] homes = Placement.homes(rangeCount, roster.placed());
        List<List<Integer>> placed = Placement.copies(homes, sites, goal.buddies(), goal.placement());
        List<RangeEntry> ranges = new ArrayList<>(rangeCount);
        for (List<Integer> copies : placed) {
            ranges.add(born(map, copies));
        }
        MapEdit edit = new MapEdit(map, term);
        edit.cut(ranges);
        edit.plan(Relayout.atBirth(sites, goal, placed));
        return edit.done();
    }

    private static RangeEntry born(ClusterMap map, List<Integer> copies) {
        List<Member> inSync =
                copies.stream().map(number -> map.slave(number).member()).toList();
        Member primary = inSync.get(0);
        return new RangeEntry(
                primary.number(),
                primary,
                inSync,
                List.of(),
                FIRST_EPOCH,
                FIRST_EPOCH,
                FIRST_EPOCH,
                false,
                RangeState.SERVING,
                null);
    }

    /**
     * A range that is down begins again empty: its data is lost, and {@link ClusterMap#dataLosses()} says so.
     *
     * @param provenGone whether it is certain that this in-sync member will never serve again; where a newer life of its
     *     slave with another data directory is in the map that is certain already, and it is not asked
     */
    public static MapChange restartedEmpty(
            ClusterMap map, long term, int range, long epoch, Member primary, Predicate<Member> provenGone) {
        return RangeRequest.of(map, range, epoch)
                .refuseIf(Refusal.RANGE_NOT_DOWN, entry -> !entry.isDown())
                .refuseUnlessUp(primary)
                .refuseIf(Refusal.NOT_PROVEN_GONE, entry -> entry.inSync().stream()
                        .anyMatch(member -> mayReturn(map, member) && !provenGone.test(member)))
                .change(term, edit -> {
                    edit.range(range, entry -> entry.bornEmptyAt(primary));
                    edit.dataLost();
                });
    }

    private static boolean mayReturn(ClusterMap map, Member member) {
        SlaveEntry slave = map.slave(member.number());
        return slave != null && slave.member().dataId() == member.dataId();
    }
}
