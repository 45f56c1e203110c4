package io.buddykv.topology.placement;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Homes by what their ranges cost: as long as a slave carries more than a tenth above or below the average, the heaviest
 * one gives a range to the lightest. Each step makes the pair more even, so that it ends.
 *
 * <p>Not guaranteed: that a tenth is reached; one range may weigh more than that, and is then left where it is.
 */
public final class LoadShift {
    /** By how much of the average a slave may be away from it. */
    public static final double TOLERANCE = 0.1;

    private LoadShift() {}

    /**
     * @param homes by range, each of them one of {@code slaves}
     * @param weights by range: its part of all operations plus its part of all bytes, or whatever else adds up
     * @param mostMoves how many ranges may change their home
     * @return the homes afterwards; equal to {@code homes} where nothing is to be gained
     */
    public static int[] shifted(int[] homes, double[] weights, SortedSet<Integer> slaves, int mostMoves) {
        int[] shifted = homes.clone();
        SortedMap<Integer, Double> loads = new TreeMap<>();
        slaves.forEach(slave -> loads.put(slave, 0.0));
        double sum = 0;
        for (int range = 0; range < homes.length; range++) {
            loads.merge(homes[range], weights[range], Double::sum);
            sum += weights[range];
        }
        double average = sum / slaves.size();
        for (int moves = 0; moves < mostMoves; moves++) {
            int heaviest = extreme(loads, 1);
            int lightest = extreme(loads, -1);
            double most = loads.get(heaviest);
            double least = loads.get(lightest);
            if (most <= average * (1 + TOLERANCE) && least >= average * (1 - TOLERANCE)) {
                break;
            }
            int given = best(shifted, weights, heaviest, most - least);
            if (given < 0) {
                break;
            }
            shifted[given] = lightest;
            loads.put(heaviest, most - weights[given]);
            loads.put(lightest, least + weights[given]);
        }
        return shifted;
    }

    private static int extreme(SortedMap<Integer, Double> loads, int sign) {
        int extreme = loads.firstKey();
        for (int slave : loads.keySet()) {
            if (sign * Double.compare(loads.get(slave), loads.get(extreme)) > 0) {
                extreme = slave;
            }
        }
        return extreme;
    }

    /** The range whose going leaves the two most even; -1 where none leaves them more even than they are. */
    private static int best(int[] homes, double[] weights, int giver, double gap) {
        int best = -1;
        double bestGap = gap * (1 - 1e-9);
        for (int range = 0; range < homes.length; range++) {
            double left = Math.abs(gap - 2 * weights[range]);
            if (homes[range] == giver && left < bestGap) {
                best = range;
                bestGap = left;
            }
        }
        return best;
    }
}
