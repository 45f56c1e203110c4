package io.buddykv.node.master;

import io.buddykv.node.slave.MasterPort;
import io.buddykv.node.time.Lateness;
import io.buddykv.node.time.TimeSource;
import io.buddykv.node.time.Timers;
import io.buddykv.protocol.message.Check;
import io.buddykv.protocol.message.CheckAnswer;
import io.buddykv.protocol.message.RangeFence;
import io.buddykv.topology.Member;
import io.buddykv.topology.SlaveEntry;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Asks several slaves at once whether they live, and waits for all of them, but no longer than {@code checkMillis}; longer
 * only when those that do answer took their time as well, or this master is late itself, since then the machine is slow and
 * silence says less. When this process stood still during the wait, the round is asked once more: answers may have come that
 * nobody read.
 */
final class CheckRounds {
    /** A slave is silent once it has taken so many times as long as the slowest one that answered. */
    private static final int SLOWER = 4;

    private final TimeSource time;
    private final Timers timers;
    private final MasterPort.Directory slaves;
    private final long checkNanos;
    private final long term;
    private final Predicate<Member> ephemeralGone;
    private final LastHeard lastHeard;
    private final Lateness lateness;
    private boolean closed;

    CheckRounds(
            TimeSource time,
            Timers timers,
            MasterPort.Directory slaves,
            long checkNanos,
            long term,
            Predicate<Member> ephemeralGone,
            LastHeard lastHeard,
            Lateness lateness) {
        this.time = time;
        this.timers = timers;
        this.slaves = slaves;
        this.checkNanos = checkNanos;
        this.term = term;
        this.ephemeralGone = ephemeralGone;
        this.lastHeard = lastHeard;
        this.lateness = lateness;
    }

    /** @param fences by the slave's number */
    void ask(Collection<SlaveEntry> asked, Map<Integer, List<RangeFence>> fences, Consumer<RoundAnswers> done) {
        new Round(List.copyOf(asked), fences, done, true).start();
    }

    void close() {
        closed = true;
    }

    private final class Round {
        private final List<SlaveEntry> asked;
        private final Map<Integer, List<RangeFence>> fences;
        private final Consumer<RoundAnswers> done;
        private final boolean mayRepeat;
        private final RoundAnswers answers = new RoundAnswers();
        private final Set<Member> waitedFor = new HashSet<>();
        private final long startedNanos = time.nanos();
        private Timers.Timer timeout;
        private long dueNanos;
        private long slowestNanos;
        private boolean ended;

        Round(
                List<SlaveEntry> asked,
                Map<Integer, List<RangeFence>> fences,
                Consumer<RoundAnswers> done,
                boolean mayRepeat) {
            this.asked = asked;
            this.fences = fences;
            this.done = done;
            this.mayRepeat = mayRepeat;
        }

        void start() {
            asked.forEach(slave -> waitedFor.add(slave.member()));
            if (asked.isEmpty()) {
                timers.execute(this::end);
                return;
            }
            awaitAnswers(checkNanos);
            asked.forEach(this::check);
        }

        private void check(SlaveEntry slave) {
            Member member = slave.member();
            List<RangeFence> own = fences.getOrDefault(slave.number(), List.of());
            slaves.of(slave.endpoints())
                    .check(new Check(term, own, ephemeralGone.test(member)))
                    .whenComplete((answer, failure) -> timers.execute(() -> answered(member, answer)));
        }

        private void answered(Member member, CheckAnswer answer) {
            if (ended || !waitedFor.remove(member)) {
                return;
            }
            if (answer != null) {
                slowestNanos = time.nanos() - startedNanos;
                lastHeard.heard(answer.member());
                answers.heard(member, answer);
            } else {
                answers.unreachable(member);
            }
            if (waitedFor.isEmpty()) {
                timeout.cancel();
                end();
            }
        }

        private void timedOut() {
            if (ended) {
                return;
            }
            long now = time.nanos();
            long untilNanos = startedNanos + patienceNanos();
            if (mayRepeat && now - dueNanos > checkNanos) {
                ended = true;
                new Round(asked, fences, done, false).start();
            } else if (now - untilNanos < 0) {
                awaitAnswers(untilNanos - now);
            } else {
                end();
            }
        }

        private long patienceNanos() {
            long asSlowAsOthers = Math.min(SLOWER * slowestNanos, Lateness.MOST_TIMES * checkNanos);
            return Math.max(asSlowAsOthers, lateness.patienceNanos(checkNanos));
        }

        private void awaitAnswers(long nanos) {
            dueNanos = time.nanos() + nanos;
            timeout = timers.after(nanos, this::timedOut);
        }

        private void end() {
            if (!ended && !closed) {
                ended = true;
                done.accept(answers);
            }
        }
    }
}
