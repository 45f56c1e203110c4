package io.buddykv.node.linearizability;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** An invocation, or the return of one. */
record Event(Invocation invocation, long time, boolean isReturn) {

    /**
     * The events of one key's history, which is given in the order of invocation. An invocation at the very time of
     * another's return comes first: the two overlap.
     */
    static List<Event> inOrder(List<Invocation> history) {
        List<Event> returns = new ArrayList<>(history.size());
        for (Invocation invocation : history) {
            if (!invocation.isUnknown()) {
                returns.add(new Event(invocation, invocation.returned(), true));
            }
        }
        returns.sort(Comparator.comparingLong(Event::time));
        return merged(history, new ArrayDeque<>(returns));
    }

    private static List<Event> merged(List<Invocation> history, ArrayDeque<Event> returns) {
        List<Event> merged = new ArrayList<>(2 * history.size());
        for (Invocation invocation : history) {
            while (!returns.isEmpty() && returns.peek().time() < invocation.invoked()) {
                merged.add(returns.poll());
            }
            merged.add(new Event(invocation, invocation.invoked(), false));
        }
        merged.addAll(returns);
        return merged;
    }
}
