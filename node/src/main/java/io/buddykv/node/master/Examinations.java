package io.buddykv.node.master;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.change.Failover;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Finds out who of some suspects is down. One round asks the suspects and, at the same time, all that would take over. Only
 * where a range has two living copies to choose from are these fenced in a second round, among slaves that have just
 * answered: fencing them in the first would stop the primary's writes on every false alarm.
 */
final class Examinations {
    /**
     * How often a slave without which ranges would be down is asked again before it counts as silent. The suspects are asked
     * once more with it: as long as nobody can take their place, to find that one of them lives is the better end.
     */
    private static final int MORE_ROUNDS = 4;

    /** The same where not one range would get another primary, so that nothing is gained by being quick. */
    private static final int MORE_ROUNDS_IN_VAIN = 25;

    private final CheckRounds rounds;
    private final Supplier<ClusterMap> confirmed;
    private final Predicate<Member> ephemeralGone;

    Examinations(CheckRounds rounds, Supplier<ClusterMap> confirmed, Predicate<Member> ephemeralGone) {
        this.rounds = rounds;
        this.confirmed = confirmed;
        this.ephemeralGone = ephemeralGone;
    }

    /**
     * What an examination found.
     *
     * @param check the answers of the first round
     * @param answers those to decide by: after the fences, where there were any
     */
    record Verdict(Set<Member> failed, Set<Member> unsure, RoundAnswers check, RoundAnswers answers) {
        /** The map without those who failed. */
        ClusterMap applyTo(ClusterMap map, long term) {
            ClusterMap changed = map;
            for (Member member : failed) {
                changed = changed.isCurrent(member) ? Failover.failedOver(changed, term, member, answers) : changed;
            }
            return changed;
        }
    }

    /** @param alsoAsk further slaves to ask, which may be down already */
    void examine(Suspects suspects, Collection<SlaveEntry> alsoAsk, Consumer<Verdict> done) {
        ClusterMap map = confirmed.get();
        Set<Member> asked = FailureDecision.toAsk(map, suspects.members());
        Set<SlaveEntry> entries = new LinkedHashSet<>(alsoAsk);
        entries.addAll(entries(map, asked));
        rounds.ask(entries, Map.of(), answers -> decide(map, asked, suspects, answers, 0, done));
    }

    private void decide(
            ClusterMap map,
            Set<Member> asked,
            Suspects suspects,
            RoundAnswers answers,
            int askedAgain,
            Consumer<Verdict> done) {
        FailureDecision asAnswered = FailureDecision.of(map, asked, suspects, answers, ephemeralGone);
        Set<Member> indispensable = asAnswered.indispensable(map, answers);
        FailureDecision decision = asAnswered.withFailed(indispensable);
        int mostRounds = asAnswered.movesAny(map, answers) ? MORE_ROUNDS : MORE_ROUNDS_IN_VAIN;
        if (!indispensable.isEmpty() && askedAgain < mostRounds) {
            Set<Member> again = new LinkedHashSet<>(indispensable);
            again.addAll(decision.failed());
            rounds.ask(entries(map, again), Map.of(), later -> {
                answers.add(later);
                decide(map, asked, suspects, answers, askedAgain + 1, done);
            });
        } else if (decision.fences().isEmpty()) {
            done.accept(new Verdict(decision.failed(), decision.unsure(), answers, answers));
        } else {
            fence(map, decision, answers, done);
        }
    }

    private static Set<SlaveEntry> entries(ClusterMap map, Set<Member> members) {
        Set<SlaveEntry> entries = new LinkedHashSet<>();
        members.forEach(member -> entries.add(map.slave(member.number())));
        return entries;
    }

    private void fence(ClusterMap map, FailureDecision decision, RoundAnswers check, Consumer<Verdict> done) {
        Set<SlaveEntry> living = new LinkedHashSet<>();
        for (Member failed : decision.failed()) {
            FailureDecision.sharing(map, Set.of(failed)).stream()
                    .filter(member -> !decision.failed().contains(member))
                    .forEach(member -> living.add(map.slave(member.number())));
        }
        rounds.ask(
                List.copyOf(living),
                decision.fences(),
                fenced -> done.accept(new Verdict(decision.failed(), decision.unsure(), check, fenced)));
    }
}
