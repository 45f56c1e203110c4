package io.buddykv.node.master;

import io.buddykv.protocol.message.RangeFence;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who is down, after one round of checks. A silent slave counts as down only when something speaks for it that it is not
 * this master that is cut off: another slave answered, a message came from one, its ephemeral is gone too, or a newer life
 * answered in its place. And as long as it is in no in-sync set nothing waits for it: it is given more time, which a slave
 * that has just started may need.
 *
 * @param failed they lose their roles
 * @param unsure silent, but so is everybody else, or nothing waits for them: to be asked again
 * @param fences what must be fenced, by the number of the slave, before a successor is chosen: ranges of failed primaries
 *     with more than one living in-sync copy, where records still on their way could change who has most
 */
record FailureDecision(Set<Member> failed, Set<Member> unsure, Map<Integer, List<RangeFence>> fences) {

    /**
     * The slaves to ask about these suspects: themselves, and all that share an in-sync set with them. Where nobody does, all
     * others, of whom one has to show that this master is not cut off.
     */
    static Set<Member> toAsk(ClusterMap map, Set<Member> suspects) {
        Set<Member> asked = sharing(map, suspects);
        if (suspects.containsAll(asked)) {
            Failures.living(map).forEach(slave -> asked.add(slave.member()));
        }
        return asked;
    }

    /** These, as far as they may fail, and all that share an in-sync set with one of them. */
    static Set<Member> sharing(ClusterMap map, Set<Member> suspects) {
        Set<Member> asked = new HashSet<>();
        suspects.stream().filter(member -> mayFail(map, member)).forEach(asked::add);
        for (RangeEntry range : map.ranges()) {
            if (namesAny(range.inSync(), suspects)) {
                for (Member member : range.inSync()) {
                    if (mayFail(map, member)) {
                        asked.add(member);
                    }
                }
            }
        }
        return asked;
    }

    /**
     * @param suspects the asked ones that something speaks against; of the others nobody is down because of one slow answer
     */
    static FailureDecision of(
            ClusterMap map,
            Set<Member> asked,
            Suspects suspects,
            RoundAnswers answers,
            Predicate<Member> ephemeralGone) {
        Set<Member> failed = new HashSet<>();
        Set<Member> unsure = new HashSet<>();
        for (Member member : asked) {
            if (mayFail(map, member) && !answers.answered(member)) {
                boolean dead = answers.replaced(member) || ephemeralGone.test(member);
                boolean suspected = suspects.contains(member)
                        && (suspects.witness() || answers.anyAnswered())
                        && (suspects.overdue().contains(member) || answers.refused(member) || isInSync(map, member));
                (dead || suspected ? failed : unsure).add(member);
            }
        }
        return new FailureDecision(failed, unsure, fences(map, failed, answers));
    }

    /**
     * Slaves that were too slow to answer without which a range would be down: the only ones that could take it over. They
     * are worth another question, which those whose ports refuse are not.
     */
    Set<Member> indispensable(ClusterMap map, RoundAnswers answers) {
        Set<Member> needed = new HashSet<>();
        for (RangeEntry range : map.ranges()) {
            if (range.primary() != null
                    && failed.contains(range.primary())
                    && range.inSync().stream().noneMatch(answers::answered)) {
                range.inSync().stream()
                        .filter(unsure::contains)
                        .filter(member -> !answers.refused(member))
                        .forEach(needed::add);
            }
        }
        return needed;
    }

    /** They were asked often enough: they count as down, so that they are looked after until they answer again. */
    FailureDecision withFailed(Set<Member> silent) {
        Set<Member> allFailed = new HashSet<>(failed);
        allFailed.addAll(silent);
        Set<Member> stillUnsure = new HashSet<>(unsure);
        stillUnsure.removeAll(silent);
        return new FailureDecision(allFailed, stillUnsure, fences);
    }

    /** Whether another slave could take over any range of those who failed. */
    boolean movesAny(ClusterMap map, RoundAnswers answers) {
        for (RangeEntry range : map.ranges()) {
            if (range.primary() != null
                    && failed.contains(range.primary())
                    && range.inSync().stream().anyMatch(answers::answered)) {
                return true;
            }
        }
        return false;
    }

    private static Map<Integer, List<RangeFence>> fences(ClusterMap map, Set<Member> failed, RoundAnswers answers) {
        Map<Integer, List<RangeFence>> fences = new HashMap<>();
        for (int range = 0; range < map.ranges().size(); range++) {
            RangeEntry entry = map.range(range);
            if (entry.primary() != null && failed.contains(entry.primary())) {
                List<Member> successors =
                        entry.inSync().stream().filter(answers::answered).toList();
                if (successors.size() > 1) {
                    RangeFence fence = new RangeFence(range, entry.nextEpoch());
                    successors.forEach(member -> fences.computeIfAbsent(member.number(), number -> new ArrayList<>())
                            .add(fence));
                }
            }
        }
        return fences;
    }

    /** A plain loop: this runs over thousands of ranges, at a failure, in code that has not run before. */
    private static boolean namesAny(List<Member> members, Set<Member> suspects) {
        for (Member member : members) {
            if (suspects.contains(member)) {
                return true;
            }
        }
        return false;
    }

    static boolean isInSync(ClusterMap map, Member member) {
        for (RangeEntry range : map.ranges()) {
            if (range.inSync().contains(member)) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayFail(ClusterMap map, Member member) {
        SlaveEntry slave = map.slave(member.number());
        return map.isCurrent(member) && slave.state() != SlaveState.DOWN;
    }
}
