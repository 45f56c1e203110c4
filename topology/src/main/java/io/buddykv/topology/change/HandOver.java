package io.buddykv.topology.change;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;

/** The planned way from one primary to the next: started, and then either released or cancelled. */
public final class HandOver {
    private HandOver() {}

    /** The primary is to hold writes, drain, and release the range to {@code target}. Raises no epoch. */
    public static MapChange started(ClusterMap map, long term, int range, long epoch, Member target) {
        return RangeRequest.of(map, range, epoch)
                .refuseIfDown()
                .refuseIf(Refusal.ALREADY_HANDING_OVER, RangeEntry::isHandingOver)
                .refuseIf(Refusal.IS_PRIMARY, entry -> entry.isPrimary(target))
                .refuseUnlessUp(target)
                .refuseIf(Refusal.NOT_IN_SYNC, entry -> !entry.isInSync(target))
                .change(term, edit -> edit.range(range, entry -> entry.handOverTo(target)));
    }

    /** The primary serves on. The epoch rises, so that a release still on its way is refused. */
    public static MapChange cancelled(ClusterMap map, long term, int range, long epoch) {
        return RangeRequest.of(map, range, epoch)
                .refuseIf(Refusal.NOT_HANDING_OVER, entry -> !entry.isHandingOver())
                .change(term, edit -> edit.range(range, RangeEdit::cancelHandOver));
    }

    /**
     * The primary has sent its release: the target takes over and has no promise to wait out. The former primary stays
     * in the in-sync set.
     */
    public static MapChange released(ClusterMap map, long term, int range, long epoch) {
        return RangeRequest.of(map, range, epoch)
                .refuseIf(Refusal.NOT_HANDING_OVER, entry -> !entry.isHandingOver())
                .refuseIf(Refusal.NOT_UP, entry -> !isUp(map, entry.target()))
                .change(term, edit -> edit.range(range, RangeEdit::promoteReleased));
    }

    /**
     * What {@link #released} makes of the entry, for those who know of the release before the map says so: it follows from
     * the entry alone, and no other change of the map leads to its epoch.
     *
     * @throws IllegalArgumentException when the range is not being handed over
     */
    public static RangeEntry succeeded(RangeEntry entry) {
        if (!entry.isHandingOver()) {
            throw new IllegalArgumentException("not being handed over: " + entry);
        }
        RangeEdit edit = new RangeEdit(entry);
        edit.promoteReleased();
        return edit.done();
    }

    private static boolean isUp(ClusterMap map, Member member) {
        return map.isCurrent(member) && map.slave(member.number()).isUp();
    }
}
