package io.buddykv.node.master;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.change.Answers;
import java.util.function.Predicate;

/**
 * The answers by which ranges that are down come up again: a copy that may lack something that had been confirmed is not
 * taken as long as another one may return that does not (R11).
 *
 * @param waited whether a doubtful copy has waited long enough for the others
 */
record Revival(ClusterMap map, RoundAnswers round, Predicate<Member> waited) implements Answers {
    private static final long NOT_YET = -1;

    @Override
    public boolean answered(Member member) {
        return round.answered(member);
    }

    @Override
    public long sequence(Member member, int range) {
        if (round.isDoubtful(member) && !waited.test(member) && mayAnotherReturn(range)) {
            return NOT_YET;
        }
        return round.sequence(member, range);
    }

    /** One whose slave has come back without its data never returns. */
    private boolean mayAnotherReturn(int range) {
        return map.range(range).inSync().stream().anyMatch(last -> {
            SlaveEntry now = map.slave(last.number());
            return now != null && now.member().dataId() == last.dataId() && !round.answered(now.member());
        });
    }
}
