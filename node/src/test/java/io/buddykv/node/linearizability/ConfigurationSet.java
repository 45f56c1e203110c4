package io.buddykv.node.linearizability;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Configurations without those that another one makes superfluous: where all else is equal, one that has used fewer of
 * the operations of unknown outcome can do everything that the other can.
 */
final class ConfigurationSet {
    private record Kind(String state, BitSet done) {}

    private final Map<Kind, List<Configuration>> byKind = new HashMap<>();

    /** False when one that can do as much was there already. */
    boolean add(Configuration candidate) {
        List<Configuration> alike =
                byKind.computeIfAbsent(new Kind(candidate.state(), candidate.done()), kind -> new ArrayList<>(1));
        for (Configuration known : alike) {
            if (includes(candidate.spent(), known.spent())) {
                return false;
            }
        }
        alike.removeIf(known -> includes(known.spent(), candidate.spent()));
        alike.add(candidate);
        return true;
    }

    Collection<Configuration> all() {
        if (byKind.size() == 1) {
            return byKind.values().iterator().next();
        }
        List<Configuration> all = new ArrayList<>(byKind.size());
        byKind.values().forEach(all::addAll);
        return all;
    }

    boolean isEmpty() {
        return byKind.isEmpty();
    }

    private static boolean includes(BitSet whole, BitSet part) {
        if (part.isEmpty()) {
            return true;
        }
        BitSet missing = (BitSet) part.clone();
        missing.andNot(whole);
        return missing.isEmpty();
    }
}
