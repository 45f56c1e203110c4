package io.buddykv.node.linearizability;

import java.util.List;

/**
 * One key's part of a history, or the end of it.
 *
 * @param invocations in the order of invocation
 * @param before the values that the key could have at first
 */
record KeyHistory(List<Invocation> invocations, List<String> before) {
    /** The search is repeated with the next of these when it has not explained all answers. */
    private static final int[] THOROUGHNESS = {0, 2, KeyCheck.COMPLETE};

    /**
     * How a search ended.
     *
     * @param unexplained the first operation whose answer fits no order; null when there is none
     * @param events how many events came before its return
     * @param gaveUp whether the search was ended because it was too much
     */
    record Search(Invocation unexplained, int events, long explored, boolean gaveUp) {}

    Search search(long mostConfigurations) {
        List<Event> events = Event.inOrder(invocations);
        Search search = null;
        for (int thoroughness : THOROUGHNESS) {
            search = search(events, new KeyCheck(before, thoroughness, mostConfigurations));
            if (search.unexplained() == null && !search.gaveUp()) {
                return search;
            }
        }
        return search;
    }

    /**
     * What remains after some events: it allows all that this one allows, and more, because nothing is remembered of
     * which operations that were under way had already taken effect.
     */
    KeyHistory after(int events) {
        KeyCheck check = new KeyCheck(before, KeyCheck.COMPLETE, Long.MAX_VALUE);
        List<Event> all = Event.inOrder(invocations);
        search(all.subList(0, events), check);
        List<Invocation> rest = check.underWay();
        for (Event event : all.subList(events, all.size())) {
            if (!event.isReturn()) {
                rest.add(event.invocation());
            }
        }
        return new KeyHistory(rest, check.states());
    }

    private static Search search(List<Event> events, KeyCheck check) {
        try {
            for (int i = 0; i < events.size(); i++) {
                Invocation invocation = events.get(i).invocation();
                if (!events.get(i).isReturn()) {
                    check.invoke(invocation);
                } else if (!check.returned(invocation)) {
                    return new Search(invocation, i, check.explored(), false);
                }
            }
            return new Search(null, events.size(), check.explored(), false);
        } catch (KeyCheck.TooManyConfigurations tooMany) {
            return new Search(null, events.size(), check.explored(), true);
        }
    }
}
