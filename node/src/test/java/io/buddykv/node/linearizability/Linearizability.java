package io.buddykv.node.linearizability;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Judges histories, each key by itself. */
public final class Linearizability {
    /** How many configurations of one key are looked at before the search is given up, and how many for each operation. */
    private static final long MOST_CONFIGURATIONS = 1_000_000;

    private static final long MORE_CONFIGURATIONS_PER_OPERATION = 50;

    private Linearizability() {}

    public static Verdict check(History history) {
        long explored = 0;
        for (Map.Entry<String, List<Invocation>> entry : history.byKey().entrySet()) {
            String key = entry.getKey();
            String initial = history.initialValues().get(key);
            KeyHistory ofKey = new KeyHistory(entry.getValue(), Collections.singletonList(initial));
            KeyHistory.Search search = ofKey.search(mostConfigurations(ofKey));
            explored += search.explored();
            if (search.gaveUp()) {
                return new Verdict.Undecided(key, search.explored());
            }
            if (search.unexplained() != null) {
                return Minimizer.violation(key, ofKey, search);
            }
        }
        return new Verdict.Linearizable(history.size(), explored);
    }

    private static long mostConfigurations(KeyHistory history) {
        return MOST_CONFIGURATIONS
                + MORE_CONFIGURATIONS_PER_OPERATION * history.invocations().size();
    }
}
