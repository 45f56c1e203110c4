package io.buddykv.node.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class LinearizabilityProperties {

    @Property(tries = 500)
    void whatARegisterDidIsAccepted(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int clients,
            @ForAll @IntRange(min = 1, max = 4) int keys,
            @ForAll @IntRange(max = 100) int unknownPerMille) {
        History history = new GeneratedHistory(seed, clients, keys, unknownPerMille).ofSize(200);
        assertThat(Linearizability.check(history)).isInstanceOf(Verdict.Linearizable.class);
    }

    @Property(tries = 300)
    void aReadOfWhatNobodyWroteIsRejected(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int clients,
            @ForAll @DoubleRange(min = 0, max = 0.9) double where) {
        History history = new GeneratedHistory(seed, clients, 2, 20).ofSize(150);
        History broken = Mutation.ofOneRead(history, where);
        Assume.that(!broken.equals(history));
        assertThat(Linearizability.check(broken)).isInstanceOf(Verdict.Violation.class);
    }

    /** The search against one without any of its short cuts: all orders are tried. */
    @Property(tries = 2000)
    void smallHistoriesGetTheVerdictThatTryingAllOrdersGives(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int clients,
            @ForAll @IntRange(min = 1, max = 7) int size,
            @ForAll @IntRange(max = 400) int unknownPerMille,
            @ForAll @IntRange(max = 6) int swapped) {
        List<Invocation> invocations = new ArrayList<>(new GeneratedHistory(seed, clients, 1, unknownPerMille)
                .ofSize(size)
                .invocations());
        swapAnswers(invocations, swapped % size, (swapped + 1) % size);
        boolean expected = someOrderFits(null, invocations);
        assertThat(Linearizability.check(new History(invocations)).isLinearizable())
                .isEqualTo(expected);
    }

    private static void swapAnswers(List<Invocation> invocations, int a, int b) {
        Invocation first = invocations.get(a);
        Invocation second = invocations.get(b);
        if (!first.isUnknown() && !second.isUnknown()) {
            invocations.set(a, answering(first, second.answer()));
            invocations.set(b, answering(second, first.answer()));
        }
    }

    private static Invocation answering(Invocation from, Answer answer) {
        return new Invocation(from.client(), from.key(), from.operation(), from.invoked(), from.returned(), answer);
    }

    private static boolean someOrderFits(String state, List<Invocation> rest) {
        if (rest.stream().allMatch(Invocation::isUnknown)) {
            return true;
        }
        long firstReturn = rest.stream().mapToLong(Invocation::returned).min().orElseThrow();
        for (Invocation next : rest) {
            if (next.invoked() > firstReturn) {
                continue;
            }
            Operation.Step step = next.operation().applyTo(state);
            List<Invocation> others = new ArrayList<>(rest);
            others.remove(next);
            if ((next.isUnknown() || Objects.equals(step.answer(), next.answer()))
                    && someOrderFits(step.state(), others)) {
                return true;
            }
        }
        return false;
    }
}
