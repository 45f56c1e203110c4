package io.buddykv.node.master;

import io.buddykv.protocol.message.RangeLoad;
import io.buddykv.protocol.message.ShapeOrder;
import io.buddykv.protocol.message.SlaveLoad;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Goal;
import io.buddykv.topology.change.Relayout;
import io.buddykv.topology.placement.Roster;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whether an order can be taken: a function of the map, the goal so far and, where it matters, what slaves hold. */
sealed interface OrderDecision {
    /** How full a slave may become by being given what others held, as a part of its memory budget. */
    double FULLEST = 0.95;

    /** The goal from now on. */
    record Accepted(Goal goal) implements OrderDecision {}

    record Refused(String reason) implements OrderDecision {}

    /** Slaves did not tell enough: they may when they are asked again. */
    record Unclear(String reason) implements OrderDecision {}

    static OrderDecision size(ClusterMap map, Goal goal, int slaves) {
        if (slaves < 1) {
            return new Refused("a cluster of " + slaves + " slaves could hold nothing: at least 1 has to stay");
        }
        if (map.isCut() && slaves > map.ranges().size()) {
            return new Refused("there are only " + map.ranges().size() + " key ranges: of " + slaves
                    + " slaves some would hold nothing");
        }
        return unlessNobodyStays(map, goal.withSlaves(slaves));
    }

    static OrderDecision shape(ClusterMap map, Goal goal, ShapeOrder order) {
        if (order.buddies() < 0 || order.buddies() > Goal.MOST_BUDDIES) {
            return new Refused("buddies must be from 0 to " + Goal.MOST_BUDDIES + ", not " + order.buddies());
        }
        return new Accepted(goal.withShape(order.buddies(), order.placement(), order.rebalancing()));
    }

    static OrderDecision drain(ClusterMap map, Goal goal, int number) {
        if (map.slave(number) == null) {
            return new Refused(
                    "there is no slave " + number + ", only " + map.slaves().keySet());
        }
        return unlessNobodyStays(map, goal.withDrained(number));
    }

    static OrderDecision undrain(ClusterMap map, Goal goal, int number) {
        if (map.slave(number) == null) {
            return new Refused(
                    "there is no slave " + number + ", only " + map.slaves().keySet());
        }
        if (Roster.of(map).retired().contains(number)) {
            return new Refused("slave " + number + " lies beyond the cluster's size of " + goal.slaves()
                    + ": it gets ranges when the size is raised");
        }
        return new Accepted(goal.withoutDrained(number));
    }

    private static OrderDecision unlessNobodyStays(ClusterMap map, Goal goal) {
        boolean anybody = map.slaves().isEmpty()
                || Roster.of(map.withGoal(goal)).draining().size()
                        < map.slaves().size();
        return anybody ? new Accepted(goal) : new Refused("nobody would be left to hold anything");
    }

    /** Whether somebody is to give up what it holds, or more copies are wanted, so that there has to be room for them. */
    static boolean needsRoom(ClusterMap map, Goal before, Goal goal) {
        boolean empties = !Roster.of(map)
                .draining()
                .containsAll(Roster.of(map.withGoal(goal)).draining());
        return map.isCut() && (empties || goal.buddies() > before.buddies());
    }

    /** Lays everything out as it would be, and looks at the one that would be fullest. */
    static OrderDecision ifItFits(ClusterMap map, Goal goal, Collection<SlaveLoad> loads) {
        ClusterMap after = Relayout.planned(map.withGoal(goal), map.term(), goal);
        Map<Integer, Long> bytes = new HashMap<>();
        Map<Integer, Long> limits = new HashMap<>();
        for (SlaveLoad load : loads) {
            limits.put(load.member().number(), load.memoryLimit());
            for (RangeLoad range : load.ranges()) {
                bytes.put(range.range(), range.bytes());
            }
        }
        SortedMap<Integer, Long> needed = new TreeMap<>();
        long sum = 0;
        for (int range = 0; range < after.ranges().size(); range++) {
            Long size = bytes.get(range);
            if (size == null) {
                return new Unclear("nobody tells how much range " + range
                        + " holds just now, so that it is not known whether it would fit elsewhere; try again");
            }
            sum += size;
            needed.merge(after.range(range).home(), size, Long::sum);
            for (int buddy : after.plan().buddies().get(range)) {
                needed.merge(buddy, size, Long::sum);
            }
        }
        for (int number : needed.keySet()) {
            Long limit = limits.get(number);
            if (limit == null) {
                return new Unclear("slave " + number + " does not tell how much room it has; try again");
            }
            if (needed.get(number) > FULLEST * limit) {
                return new Refused(tooFull(number, needed.get(number), limit, sum, after));
            }
        }
        return new Accepted(goal);
    }

    private static String tooFull(int number, long needed, long limit, long sum, ClusterMap after) {
        List<Integer> staying = List.copyOf(Roster.of(after).placed());
        return String.format(
                Locale.ROOT,
                "it would not fit: %s of data in %d copies on slaves %s would take %s of slave %d, whose budget of %s "
                        + "must not be more than %.0f %% full (%s)",
                megabytes(sum),
                after.plan().width() + 1,
                staying,
                megabytes(needed),
                number,
                megabytes(limit),
                100 * FULLEST,
                megabytes((long) (FULLEST * limit)));
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
