package io.buddykv.topology.change;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveState;
import java.util.List;

/**
 * Unplanned changes of primaries. A range goes to the in-sync copy with the highest sequence number among those that have
 * just answered, or goes down when none has; nothing else is ever promoted.
 */
public final class Failover {
    private Failover() {}

    /**
     * The slave is down: all its roles are taken away in one step. It stays in the in-sync set of a range that is down
     * now, and of one whose primary has not just answered (M7): asking again later, with newer answers, takes it out.
     *
     * @param dead where it is not its slave's newest life, only the roles that older lives still have are taken away
     */
    public static ClusterMap failedOver(ClusterMap map, long term, Member dead, Answers answers) {
        MapEdit edit = new MapEdit(map, term);
        if (map.isCurrent(dead)) {
            edit.slave(map.slave(dead.number()).withState(SlaveState.DOWN));
            new Stripping(map, member -> member.number() == dead.number(), answers).applyTo(edit);
        } else {
            Stripping stripping =
                    new Stripping(map, member -> member.number() == dead.number() && !map.isCurrent(member), answers);
            stripping.applyTo(edit);
        }
        return edit.done();
    }

    /** Every range that is down and of which an in-sync copy has just answered is served again. */
    public static ClusterMap revived(ClusterMap map, long term, Answers answers) {
        MapEdit edit = new MapEdit(map, term);
        for (int range = 0; range < map.ranges().size(); range++) {
            if (map.range(range).isDown()) {
                revive(map, edit, range, answers);
            }
        }
        return edit.done();
    }

    /**
     * The range is down, and {@code member} holds it in sync and is alive: it serves again, alone.
     *
     * @param member in the in-sync set last known, or a newer life with the data directory of one that is
     */
    public static MapChange revived(ClusterMap map, long term, int range, long epoch, Member member) {
        return RangeRequest.of(map, range, epoch)
                .refuseIf(Refusal.RANGE_NOT_DOWN, entry -> !entry.isDown())
                .refuseUnlessUp(member)
                .refuseIf(Refusal.NOT_IN_SYNC, entry -> !heldInSync(entry, member))
                .change(
                        term,
                        edit -> edit.range(range, entry -> {
                            entry.keepInSync(List.of(member));
                            entry.promote(member);
                        }));
    }

    private static void revive(ClusterMap map, MapEdit edit, int range, Answers answers) {
        RangeEntry entry = map.range(range);
        List<Member> returned = map.slaves().values().stream()
                .map(slave -> slave.member())
                .filter(member -> heldInSync(entry, member))
                .toList();
        Promotion.among(map, range, returned, answers).ifPresent(promotion -> promotion.applyTo(edit, range));
    }

    /** Whether it is one of these copies, or a later process on the same data directory; an empty one has a new id. */
    private static boolean heldInSync(RangeEntry entry, Member member) {
        return entry.inSync().stream()
                .anyMatch(last -> last.number() == member.number() && last.dataId() == member.dataId());
    }
}
