package io.buddykv.topology.change;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Goal;
import io.buddykv.topology.MovePlan;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A map while it is changed: all changes together become one version. */
final class MapEdit {
    private final ClusterMap before;
    private final long term;
    private final List<RangeEntry> ranges;
    private final SortedMap<Integer, SlaveEntry> slaves;
    private long dataLosses;
    private Goal goal;
    private MovePlan plan;
    private boolean changed;

    MapEdit(ClusterMap before, long term) {
        if (term < before.term()) {
            throw new IllegalArgumentException("term " + term + " is over: the map is of term " + before.term());
        }
        this.before = before;
        this.term = term;
        this.ranges = new ArrayList<>(before.ranges());
        this.slaves = new TreeMap<>(before.slaves());
        this.dataLosses = before.dataLosses();
        this.goal = before.goal();
        this.plan = before.plan();
    }

    int rangeCount() {
        return ranges.size();
    }

    RangeEntry range(int index) {
        return ranges.get(index);
    }

    void range(int index, Consumer<RangeEdit> change) {
        RangeEdit edit = new RangeEdit(ranges.get(index));
        change.accept(edit);
        RangeEntry after = edit.done();
        if (!after.equals(ranges.get(index))) {
            ranges.set(index, after);
            changed = true;
        }
    }

    void cut(List<RangeEntry> born) {
        ranges.clear();
        ranges.addAll(born);
        changed = true;
    }

    void slave(SlaveEntry slave) {
        changed |= !slave.equals(slaves.put(slave.number(), slave));
    }

    void upIfDown(int number) {
        SlaveEntry slave = slaves.get(number);
        if (slave.state() == SlaveState.DOWN) {
            slave(slave.withState(SlaveState.UP));
        }
    }

    void home(int range, int number) {
        if (ranges.get(range).home() != number) {
            ranges.set(range, ranges.get(range).withHome(number));
            changed = true;
        }
    }

    void goal(Goal newGoal) {
        changed |= !newGoal.equals(goal);
        goal = newGoal;
    }

    Goal goal() {
        return goal;
    }

    void plan(MovePlan newPlan) {
        changed |= !newPlan.equals(plan);
        plan = newPlan;
    }

    /** Forgets a slave that has no role any more. */
    void removeSlave(int number) {
        changed |= slaves.remove(number) != null;
    }

    void dataLost() {
        dataLosses++;
    }

    /** The next version; the very same map when nothing differs. */
    ClusterMap done() {
        if (!changed) {
            return before;
        }
        return new ClusterMap(before.clusterId(), before.version() + 1, term, dataLosses, ranges, slaves, goal, plan);
    }

    MapChange made() {
        return new MapChange.Made(done());
    }
}
