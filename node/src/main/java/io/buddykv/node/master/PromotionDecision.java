package io.buddykv.node.master;

import io.buddykv.protocol.message.PromotionOrder;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Goal;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import io.buddykv.topology.change.Relayout;
import io.buddykv.topology.placement.Roster;
import java.util.List;
import java.util.Optional;

/**
 * Whether a copy may take its range's home, and the map in which it has it. The range is handed over as to any other home;
 * it stays there until homes are planned anew for other slaves or other loads.
 */
final class PromotionDecision {
    private PromotionDecision() {}

    /** Why not; only a copy that holds every acknowledged write may be chosen, by people neither. */
    static Optional<String> obstacle(ClusterMap map, PromotionOrder order) {
        if (order.range() < 0 || order.range() >= map.ranges().size()) {
            return Optional.of("there is no key range " + order.range() + ", only 0 to "
                    + (map.ranges().size() - 1));
        }
        RangeEntry range = map.range(order.range());
        List<Integer> inSync = range.inSync().stream()
                .filter(map::isCurrent)
                .map(Member::number)
                .toList();
        if (!inSync.contains(order.slave())) {
            return Optional.of(
                    "slave " + order.slave() + " holds no in-sync copy of range " + order.range() + ", only " + inSync);
        }
        SlaveEntry slave = map.slave(order.slave());
        if (slave.state() != SlaveState.UP) {
            return Optional.of("slave " + order.slave() + " is " + slave.state());
        }
        return Roster.of(map).draining().contains(order.slave())
                ? Optional.of("slave " + order.slave() + " is to hold nothing")
                : Optional.empty();
    }

    static ClusterMap promoted(ClusterMap map, long term, Goal goal, PromotionOrder order) {
        if (obstacle(map, order).isPresent() || map.range(order.range()).home() == order.slave()) {
            return map;
        }
        int[] homes = Relayout.homes(map);
        homes[order.range()] = order.slave();
        return Relayout.withHomes(map, term, goal, homes);
    }
}
