package io.buddykv.topology.change;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Goal;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import io.buddykv.topology.placement.Roster;

/** What is asked for, and the numbers that become free by it. */
public final class Goals {
    private Goals() {}

    /** The same map where that is its goal already. */
    public static ClusterMap set(ClusterMap map, long term, Goal goal) {
        MapEdit edit = new MapEdit(map, term);
        edit.goal(goal);
        return edit.done();
    }

    /**
     * Forgets slaves beyond the goal's number that have ended and hold nothing: only so does a number become free.
     */
    public static ClusterMap retiredForgotten(ClusterMap map, long term) {
        MapEdit edit = new MapEdit(map, term);
        for (int number : Roster.of(map).retired()) {
            SlaveEntry slave = map.slave(number);
            if (slave.state() == SlaveState.DOWN && !Relayout.hasPart(map, slave)) {
                edit.removeSlave(number);
                edit.goal(edit.goal().withoutDrained(number));
            }
        }
        return edit.done();
    }
}
