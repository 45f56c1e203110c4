package io.buddykv.node.linearizability;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Goes through the invocations and returns of one key in their order and keeps every configuration that explains all
 * answers so far: the search of Wing and Gong ("Testing and Verifying Concurrent Objects", 1993) in Lowe's form
 * ("Testing for Linearizability", 2017): an operation is put in its place no earlier than some return demands it, and
 * configurations already seen are not looked at again. Nothing is kept of what has returned, so a history's length does
 * not matter, only how much of it goes on at one time.
 *
 * <p>Three things keep the number of configurations down, none of which changes the verdict. An operation whose answer
 * says that it changed nothing takes effect as soon as its answer fits. Of operations of unknown outcome that are the
 * same, the one invoked first is used first. And see {@link ConfigurationSet}.
 *
 * <p>{@code thoroughness} bounds how far operations of unknown outcome are tried where an answer can be explained without
 * them. Where all answers are explained, the history is linearizable whatever the bound; where one is not, that is
 * certain only with {@link #COMPLETE}.
 */
final class KeyCheck {
    static final int COMPLETE = Integer.MAX_VALUE;

    /** Bounds memory. */
    private static final int MOST_CONFIGURATIONS_AT_ONE_RETURN = 300_000;

    private final Map<Invocation, PendingOperation> tokens = new IdentityHashMap<>();
    private final Map<Integer, PendingOperation> underWay = new TreeMap<>();
    private final List<PendingOperation> unknown = new ArrayList<>();
    private final BitSet slots = new BitSet();
    private final int thoroughness;
    private final long mostConfigurations;
    private Collection<Configuration> configurations;
    private long explored;
    private int exploredAtThisReturn;

    /** @param thoroughness how many operations of unknown outcome are tried at a return that does not need them */
    KeyCheck(Collection<String> initialStates, int thoroughness, long mostConfigurations) {
        this.thoroughness = thoroughness;
        this.mostConfigurations = mostConfigurations;
        configurations = initialStates.stream()
                .map(state -> new Configuration(state, new BitSet(), new BitSet()))
                .toList();
    }

    /** Thrown when the search has looked at more configurations than it may. */
    static final class TooManyConfigurations extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManyConfigurations() {
            super(null, null, false, false);
        }
    }

    void invoke(Invocation invocation) {
        if (invocation.isUnknown()) {
            if (!invocation.operation().isRead()) {
                unknown.add(new PendingOperation(invocation, unknown.size()));
            }
            return;
        }
        PendingOperation pending = new PendingOperation(invocation, slots.nextClearBit(0));
        slots.set(pending.slot());
        tokens.put(invocation, pending);
        underWay.put(pending.slot(), pending);
        if (invocation.changedNothing()) {
            configurations = settled(configurations);
        }
    }

    /** False when no configuration is left: nothing explains the answer. */
    boolean returned(Invocation invocation) {
        PendingOperation operation = tokens.remove(invocation);
        exploredAtThisReturn = 0;
        ConfigurationSet after = new ConfigurationSet();
        ConfigurationSet seen = new ConfigurationSet();
        List<Configuration> open = new ArrayList<>(configurations);
        for (int spent = 0; !open.isEmpty() && (spent <= thoroughness || after.isEmpty()); spent++) {
            open = search(open, operation, seen, after);
        }
        slots.clear(operation.slot());
        underWay.remove(operation.slot());
        configurations = after.all();
        return !after.isEmpty();
    }

    /** Everything that operations of known outcome lead to; what takes one of unknown outcome more is returned. */
    private List<Configuration> search(
            List<Configuration> from, PendingOperation operation, ConfigurationSet seen, ConfigurationSet after) {
        List<Configuration> nextRound = new ArrayList<>();
        ArrayDeque<Configuration> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            Configuration configuration = open.pop();
            if (configuration.has(operation)) {
                after.add(configuration.without(operation));
                continue;
            }
            for (Configuration next : successors(configuration)) {
                if (isNew(next, seen)) {
                    open.push(next);
                }
            }
            for (Configuration next : successorsOfUnknownOutcome(configuration)) {
                if (isNew(next, seen)) {
                    nextRound.add(next);
                }
            }
        }
        return nextRound;
    }

    /** What was invoked and has not returned, in the order of invocation. */
    List<Invocation> underWay() {
        List<Invocation> all = new ArrayList<>(tokens.keySet());
        unknown.forEach(pending -> all.add(pending.invocation()));
        all.sort(Comparator.comparingLong(Invocation::invoked));
        return all;
    }

    /** The values that the key can have now. */
    List<String> states() {
        return configurations.stream().map(Configuration::state).distinct().toList();
    }

    long explored() {
        return explored;
    }

    private List<Configuration> successors(Configuration from) {
        List<Configuration> successors = new ArrayList<>();
        for (PendingOperation candidate : underWay.values()) {
            if (!from.has(candidate)) {
                Operation.Step step = candidate.invocation().operation().applyTo(from.state());
                if (step.answer().equals(candidate.invocation().answer())) {
                    successors.add(settled(from.with(step.state(), candidate)));
                }
            }
        }
        return successors;
    }

    private List<Configuration> successorsOfUnknownOutcome(Configuration from) {
        List<Configuration> successors = new ArrayList<>();
        Set<Operation> tried = new HashSet<>();
        for (PendingOperation candidate : unknown) {
            Operation operation = candidate.invocation().operation();
            if (!from.has(candidate) && tried.add(operation)) {
                Operation.Step step = operation.applyTo(from.state());
                if (!Objects.equals(step.state(), from.state())) {
                    successors.add(settled(from.with(step.state(), candidate)));
                }
            }
        }
        return successors;
    }

    private Collection<Configuration> settled(Collection<Configuration> some) {
        ConfigurationSet settled = new ConfigurationSet();
        some.forEach(configuration -> settled.add(settled(configuration)));
        return settled.all();
    }

    private Configuration settled(Configuration configuration) {
        Configuration settled = configuration;
        for (PendingOperation candidate : underWay.values()) {
            Invocation invocation = candidate.invocation();
            if (invocation.changedNothing()
                    && !settled.has(candidate)
                    && invocation.operation().applyTo(settled.state()).answer().equals(invocation.answer())) {
                settled = settled.with(settled.state(), candidate);
            }
        }
        return settled;
    }

    private boolean isNew(Configuration configuration, ConfigurationSet seen) {
        explored++;
        if (++exploredAtThisReturn > MOST_CONFIGURATIONS_AT_ONE_RETURN || explored > mostConfigurations) {
            throw new TooManyConfigurations();
        }
        return seen.add(configuration);
    }
}
