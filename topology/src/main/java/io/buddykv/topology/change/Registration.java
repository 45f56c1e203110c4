package io.buddykv.topology.change;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;

/** Slaves that come, go and come back. */
public final class Registration {
    private Registration() {}

    /**
     * A slave has registered. A new life under a number that the map knows is a failed slave that came back: in the same
     * step its former lives lose their roles, as in {@link Failover#failedOver}. The same life again only brings its
     * address up to date.
     */
    public static ClusterMap registered(ClusterMap map, long term, SlaveEntry slave, Answers answers) {
        MapEdit edit = new MapEdit(map, term);
        boolean stillLeaving =
                map.isCurrent(slave.member()) && map.slave(slave.number()).state() == SlaveState.LEAVING;
        edit.slave(slave.withState(stillLeaving ? SlaveState.LEAVING : SlaveState.UP));
        Stripping stripping = new Stripping(
                map, member -> member.number() == slave.number() && !member.equals(slave.member()), answers);
        stripping.applyTo(edit);
        return edit.done();
    }

    /** A slave that counted as down has answered after all, in the same life. It gets no role back by that. */
    public static MapChange returnedAlive(ClusterMap map, long term, Member member) {
        if (!map.isCurrent(member)) {
            return new MapChange.Refused(Refusal.NOT_CURRENT);
        }
        SlaveEntry slave = map.slave(member.number());
        if (slave.state() != SlaveState.DOWN) {
            return new MapChange.Refused(Refusal.NOT_DOWN);
        }
        MapEdit edit = new MapEdit(map, term);
        edit.slave(slave.withState(SlaveState.UP));
        return edit.made();
    }

    /** The slave is terminating: nothing is handed over to it any more, and what it was catching up with is dropped. */
    public static MapChange leaving(ClusterMap map, long term, Member member) {
        if (!map.isCurrent(member)) {
            return new MapChange.Refused(Refusal.NOT_CURRENT);
        }
        SlaveEntry slave = map.slave(member.number());
        if (!slave.isUp()) {
            return new MapChange.Refused(Refusal.NOT_UP);
        }
        MapEdit edit = new MapEdit(map, term);
        edit.slave(slave.withState(SlaveState.LEAVING));
        for (int range = 0; range < edit.rangeCount(); range++) {
            RangeEntry entry = edit.range(range);
            if (entry.isJoining(member) || member.equals(entry.target())) {
                edit.range(range, changed -> {
                    changed.dropJoining(member);
                    changed.cancelHandOverTo(member);
                });
            }
        }
        return edit.made();
    }
}
