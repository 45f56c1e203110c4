package io.buddykv.node.linearizability;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the few operations that it takes to see a violation. It only ever takes demands away, so what is left is a
 * violation for the same reason and not one of its own making: the history may begin later, with every value that the
 * key could have then; an operation that changed nothing may be left out, any other may have its outcome forgotten.
 */
final class Minimizer {
    /** How many events before the unexplained return are looked at, the next only when these do not show it. */
    private static final int[] EVENTS = {20, 200, 2_000};

    /** Work for one attempt, and how much more for each operation; an attempt that needs more counts as failed. */
    private static final long MOST_CONFIGURATIONS = 2_000;

    private static final long MORE_CONFIGURATIONS_PER_OPERATION = 4;
    private static final int MOST_ATTEMPTS = 300;

    private final KeyHistory history;
    private final Set<Integer> forgotten = new HashSet<>();
    private int attempts;

    private Minimizer(KeyHistory history) {
        this.history = history;
    }

    static Verdict.Violation violation(String key, KeyHistory history, KeyHistory.Search search) {
        for (int events : EVENTS) {
            if (events < search.events()) {
                Minimizer end = new Minimizer(until(search.unexplained(), history.after(search.events() - events)));
                if (end.without(Set.of()).unexplained() != null) {
                    return end.forgetAllThatCanBe().violation(key);
                }
            }
        }
        Minimizer whole = new Minimizer(until(search.unexplained(), history));
        boolean isShort = search.events() <= EVENTS[EVENTS.length - 1];
        return isShort ? whole.forgetAllThatCanBe().violation(key) : whole.violation(key);
    }

    /** What was invoked up to the unexplained return; what would return only later has no known outcome yet. */
    private static KeyHistory until(Invocation unexplained, KeyHistory history) {
        List<Invocation> soFar = history.invocations().stream()
                .filter(each -> each.invoked() <= unexplained.returned())
                .map(each -> each.returned() > unexplained.returned() ? each.forgetOutcome() : each)
                .toList();
        return new KeyHistory(soFar, history.before());
    }

    private Minimizer forgetAllThatCanBe() {
        int operations = history.invocations().size();
        for (int size = Math.max(1, operations / 2); size >= 1; size /= 2) {
            for (int from = 0; from < operations && attempts < MOST_ATTEMPTS; from += size) {
                tryToForget(from, Math.min(operations, from + size));
            }
        }
        return this;
    }

    private void tryToForget(int from, int to) {
        Set<Integer> more = new HashSet<>(forgotten);
        for (int i = from; i < to; i++) {
            more.add(i);
        }
        if (more.size() > forgotten.size()) {
            attempts++;
            if (without(more).unexplained() != null) {
                forgotten.addAll(more);
            }
        }
    }

    private KeyHistory.Search without(Set<Integer> outcomes) {
        List<Invocation> rest = new ArrayList<>();
        for (int i = 0; i < history.invocations().size(); i++) {
            Invocation invocation = history.invocations().get(i);
            if (!outcomes.contains(i)) {
                rest.add(invocation);
            } else if (!invocation.changedNothing()) {
                rest.add(invocation.forgetOutcome());
            }
        }
        return new KeyHistory(rest, history.before())
                .search(MOST_CONFIGURATIONS + MORE_CONFIGURATIONS_PER_OPERATION * rest.size());
    }

    private Verdict.Violation violation(String key) {
        List<Invocation> essential = new ArrayList<>();
        Invocation unexplained = null;
        for (int i = 0; i < history.invocations().size(); i++) {
            Invocation each = history.invocations().get(i);
            if (!forgotten.contains(i)) {
                essential.add(each);
                boolean later = unexplained == null || each.returned() > unexplained.returned();
                unexplained = !each.isUnknown() && later ? each : unexplained;
            }
        }
        return new Verdict.Violation(key, unexplained, history.before(), essential, forgotten.size());
    }
}
