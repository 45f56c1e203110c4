package io.buddykv.topology.change;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One request about one range, decided in one epoch: the first thing that speaks against it is why it is refused. */
final class RangeRequest {
    private final ClusterMap map;
    private final RangeEntry entry;
    private Refusal refusal;

    private RangeRequest(ClusterMap map, RangeEntry entry, Refusal refusal) {
        this.map = map;
        this.entry = entry;
        this.refusal = refusal;
    }

    static RangeRequest of(ClusterMap map, int range, long epoch) {
        if (range < 0 || range >= map.ranges().size()) {
            return new RangeRequest(map, null, Refusal.NO_SUCH_RANGE);
        }
        RangeEntry entry = map.range(range);
        return new RangeRequest(map, entry, entry.epoch() == epoch ? null : Refusal.STALE_EPOCH);
    }

    RangeRequest refuseIf(Refusal reason, Predicate<RangeEntry> speaksAgainst) {
        if (refusal == null && speaksAgainst.test(entry)) {
            refusal = reason;
        }
        return this;
    }

    RangeRequest refuseIfDown() {
        return refuseIf(Refusal.RANGE_DOWN, RangeEntry::isDown);
    }

    RangeRequest refuseUnlessCurrent(Member member) {
        return refuseIf(Refusal.NOT_CURRENT, any -> !map.isCurrent(member));
    }

    RangeRequest refuseUnlessUp(Member member) {
        return refuseUnlessCurrent(member)
                .refuseIf(Refusal.NOT_UP, any -> !slave(member).isUp());
    }

    /** M7: only what a primary that has just answered still holds may be taken from another. */
    RangeRequest refuseUnlessPrimaryAnswered(Answers answers) {
        return refuseIf(Refusal.PRIMARY_SILENT, range -> !answers.answered(range.primary()));
    }

    MapChange change(long term, Consumer<MapEdit> change) {
        if (refusal != null) {
            return new MapChange.Refused(refusal);
        }
        MapEdit edit = new MapEdit(map, term);
        change.accept(edit);
        return edit.made();
    }

    private SlaveEntry slave(Member member) {
        return map.slave(member.number());
    }
}
