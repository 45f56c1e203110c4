package io.buddykv.node.linearizability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What clients did and were told.
 *
 * @param invocations in any order
 * @param initialValues by key, what was there before; a key that is not in it did not exist
 */
public record History(List<Invocation> invocations, Map<String, String> initialValues) {
    public History {
        invocations = List.copyOf(invocations);
        initialValues = Map.copyOf(initialValues);
    }

    public History(List<Invocation> invocations) {
        this(invocations, Map.of());
    }

    public int size() {
        return invocations.size();
    }

    /** By key, in the order of invocation. A history is linearizable exactly when that of each of its keys is. */
    Map<String, List<Invocation>> byKey() {
        Map<String, List<Invocation>> perKey = new HashMap<>();
        for (Invocation invocation : invocations) {
            perKey.computeIfAbsent(invocation.key(), key -> new ArrayList<>()).add(invocation);
        }
        perKey.values().forEach(list -> list.sort(Comparator.comparingLong(Invocation::invoked)));
        return new TreeMap<>(perKey);
    }
}
