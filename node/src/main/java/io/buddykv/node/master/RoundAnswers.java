package io.buddykv.node.master;

import io.buddykv.protocol.message.CheckAnswer;
import io.buddykv.protocol.message.RangePosition;
import io.buddykv.topology.Member;
import io.buddykv.topology.change.Answers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What one round of checks brought: who answered, how far its copies are, and who was answered for by a newer life. */
final class RoundAnswers implements Answers {
    private static final long NOT_HELD = -1;

    private final Map<Member, Map<Integer, RangePosition>> positions = new HashMap<>();
    private final Set<Member> replaced = new HashSet<>();
    private final Set<Member> refused = new HashSet<>();
    private final Set<Member> doubtful = new HashSet<>();

    void heard(Member asked, CheckAnswer answer) {
        if (!answer.member().equals(asked)) {
            replaced.add(asked);
            return;
        }
        Map<Integer, RangePosition> held = new HashMap<>();
        answer.positions().forEach(position -> held.put(position.range(), position));
        positions.put(asked, held);
        if (answer.doubtful()) {
            doubtful.add(asked);
        }
    }

    /** Whether what it holds may lack something that had been confirmed. */
    boolean isDoubtful(Member member) {
        return doubtful.contains(member);
    }

    /** Its master port could not be reached at all. */
    void unreachable(Member asked) {
        refused.add(asked);
    }

    boolean refused(Member member) {
        return refused.contains(member);
    }

    /** Takes what a later round brought. */
    void add(RoundAnswers later) {
        positions.putAll(later.positions);
        replaced.addAll(later.replaced);
        refused.addAll(later.refused);
        doubtful.addAll(later.doubtful);
    }

    @Override
    public boolean answered(Member member) {
        return positions.containsKey(member);
    }

    /** Whether another life of its slave answered in its place: proof that this one is dead. */
    boolean replaced(Member member) {
        return replaced.contains(member);
    }

    boolean anyAnswered() {
        return !positions.isEmpty();
    }

    @Override
    public long sequence(Member member, int range) {
        RangePosition position = positions.get(member).get(range);
        return position == null || !position.complete() ? NOT_HELD : position.sequence();
    }
}
