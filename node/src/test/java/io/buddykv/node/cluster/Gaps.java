package io.buddykv.node.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** How long writes did not succeed, over ranges and failures; milliseconds. */
final class Gaps {
    private final List<Double> ofRanges = new ArrayList<>();
    private final List<Double> worstOfEach = new ArrayList<>();

    void addFailure(Collection<Double> gapsOfItsRanges) {
        ofRanges.addAll(gapsOfItsRanges);
        worstOfEach.add(gapsOfItsRanges.stream().mapToDouble(gap -> gap).max().orElse(0));
    }

    double median() {
        return middle(ofRanges);
    }

    double max() {
        return worstOfEach.stream().mapToDouble(gap -> gap).max().orElse(0);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d failures, %d ranges: median over ranges %.0f ms, median over failures until the last range %.0f ms, max %.0f ms",
                worstOfEach.size(),
                ofRanges.size(),
                median(),
                middle(worstOfEach),
                max());
    }

    private static double middle(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
    }
}
