package io.buddykv.node.master;

import io.buddykv.protocol.message.RangeLoad;
import io.buddykv.protocol.message.SlaveLoad;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Goal;
import io.buddykv.topology.Member;
import io.buddykv.topology.change.Relayout;
import io.buddykv.topology.placement.LoadShift;
import io.buddykv.topology.placement.Roster;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which homes should change because of what ranges cost: a function of the map and of two rounds of questions. */
final class LoadBalance {
    private LoadBalance() {}

    /** Empty where nothing is to be gained, or not every range's load is known. */
    static Optional<int[]> homes(ClusterMap map, Goal goal, Loads.Round earlier, Loads.Round later) {
        Roster roster = Roster.of(map);
        int[] homes = Relayout.homes(map);
        if (!Arrays.stream(homes).allMatch(roster.placed()::contains)) {
            return Optional.empty();
        }
        return weights(map, earlier, later)
                .map(weights -> LoadShift.shifted(
                        homes, weights, roster.placed(), goal.rebalancing().maxParallelMoves()))
                .filter(shifted -> !Arrays.equals(shifted, homes));
    }

    /** Each range's part of all operations between the rounds, plus its part of all bytes. */
    static Optional<double[]> weights(ClusterMap map, Loads.Round earlier, Loads.Round later) {
        int ranges = map.ranges().size();
        double[] operations = new double[ranges];
        double[] bytes = new double[ranges];
        boolean[] known = new boolean[ranges];
        Map<Member, Map<Integer, Long>> before = operations(earlier.loads());
        for (SlaveLoad load : later.loads()) {
            Map<Integer, Long> counts = before.getOrDefault(load.member(), Map.of());
            for (RangeLoad range : load.ranges()) {
                Long count = counts.get(range.range());
                if (count != null && range.range() < ranges) {
                    known[range.range()] = true;
                    operations[range.range()] = Math.max(0, range.operations() - count);
                    bytes[range.range()] = range.bytes();
                }
            }
        }
        for (boolean one : known) {
            if (!one) {
                return Optional.empty();
            }
        }
        double allOperations = Arrays.stream(operations).sum();
        double allBytes = Arrays.stream(bytes).sum();
        double[] weights = new double[ranges];
        for (int range = 0; range < ranges; range++) {
            weights[range] = part(operations[range], allOperations) + part(bytes[range], allBytes);
        }
        return Optional.of(weights);
    }

    private static double part(double one, double all) {
        return all == 0 ? 0 : one / all;
    }

    private static Map<Member, Map<Integer, Long>> operations(List<SlaveLoad> loads) {
        Map<Member, Map<Integer, Long>> operations = new HashMap<>();
        for (SlaveLoad load : loads) {
            Map<Integer, Long> counts = new HashMap<>();
            load.ranges().forEach(range -> counts.put(range.range(), range.operations()));
            operations.put(load.member(), counts);
        }
        return operations;
    }
}
