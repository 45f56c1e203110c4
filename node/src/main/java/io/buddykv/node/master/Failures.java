package io.buddykv.node.master;

import io.buddykv.node.master.Examinations.Verdict;
import io.buddykv.node.time.TimeSource;
import io.buddykv.node.time.Timers;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Suspicions, from wherever they come: all that are raised in one turn are examined together and end in one write. A
 * suspect that answers is forgotten; one that is silent together with everybody else is asked again, more and more seldom.
 */
final class Failures {
    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MOST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** How long a slave may be silent for which nothing waits, since it is in no in-sync set. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final TimeSource time;
    private final Timers timers;
    private final Examinations examinations;
    private final MapLedger ledger;
    private final MapPusher pusher;
    private final MasterEvents events;
    private final Map<Member, Suspect> suspects = new HashMap<>();
    private boolean scheduled;
    private boolean closed;

    private static final class Suspect {
        final Reason reason;
        final String text;
        final long sinceNanos;
        final List<CompletableFuture<ClusterMap>> waiting = new ArrayList<>();
        boolean underExamination;
        boolean witness;
        long retryNanos = FIRST_RETRY_NANOS;

        Suspect(Reason reason, String text, long sinceNanos) {
            this.reason = reason;
            this.text = text;
            this.sinceNanos = sinceNanos;
        }
    }

    Failures(
            TimeSource time,
            Timers timers,
            Examinations examinations,
            MapLedger ledger,
            MapPusher pusher,
            MasterEvents events) {
        this.time = time;
        this.timers = timers;
        this.examinations = examinations;
        this.ledger = ledger;
        this.pusher = pusher;
        this.events = events;
    }

    /**
     * @param witness whether another slave has just said so, which proves that this master is not cut off
     * @return the map once it is known what became of the suspicion; at once when there is nothing to find out
     */
    CompletionStage<ClusterMap> suspect(Member member, Reason reason, String text, boolean witness) {
        ClusterMap map = ledger.confirmed();
        if (!map.isCurrent(member) || map.slave(member.number()).state() == SlaveState.DOWN) {
            return CompletableFuture.completedFuture(map);
        }
        Suspect suspect = suspects.computeIfAbsent(member, fresh -> new Suspect(reason, text, time.nanos()));
        suspect.witness |= witness;
        CompletableFuture<ClusterMap> decided = new CompletableFuture<>();
        suspect.waiting.add(decided);
        schedule();
        return decided;
    }

    private void schedule() {
        if (!scheduled && !closed) {
            scheduled = true;
            timers.execute(this::examine);
        }
    }

    private void examine() {
        scheduled = false;
        Map<Member, Suspect> fresh = new LinkedHashMap<>();
        suspects.forEach((member, suspect) -> {
            if (!suspect.underExamination) {
                fresh.put(member, suspect);
            }
        });
        if (fresh.isEmpty() || closed) {
            return;
        }
        fresh.values().forEach(suspect -> suspect.underExamination = true);
        boolean witness = fresh.values().stream().anyMatch(suspect -> suspect.witness);
        Set<Member> overdue = new HashSet<>();
        long now = time.nanos();
        fresh.forEach((member, suspect) -> {
            if (now - suspect.sinceNanos > PATIENCE_NANOS) {
                overdue.add(member);
            }
        });
        examinations.examine(
                new Suspects(fresh.keySet(), overdue, witness),
                List.of(),
                verdict -> examined(fresh.keySet(), verdict));
    }

    private void examined(Set<Member> examined, Verdict verdict) {
        long checkedNanos = time.nanos();
        for (Member member : examined) {
            if (verdict.unsure().contains(member)) {
                askAgain(member);
            } else if (!verdict.failed().contains(member)) {
                settle(member, ledger.confirmed());
            }
        }
        if (!verdict.failed().isEmpty()) {
            ClusterMap before = ledger.confirmed();
            ledger.submit(MapLedger.Urgency.CLIENTS_WAIT, Reason.FAILED, describe(verdict.failed()), verdict::applyTo)
                    .whenComplete((map, failure) -> written(verdict.failed(), before, map, checkedNanos));
        }
    }

    private void askAgain(Member member) {
        Suspect suspect = suspects.get(member);
        if (suspect == null) {
            return; // Settled while it was examined.
        }
        long delay = suspect.retryNanos;
        suspect.retryNanos = Math.min(2 * delay, MOST_RETRY_NANOS);
        suspect.witness = false;
        timers.after(delay, () -> {
            suspect.underExamination = false;
            if (ledger.confirmed().isCurrent(member)) {
                schedule();
            } else {
                settle(member, ledger.confirmed());
            }
        });
    }

    private String describe(Set<Member> failed) {
        return failed.stream()
                .sorted((one, other) -> Integer.compare(one.number(), other.number()))
                .map(member -> {
                    Suspect suspect = suspects.get(member);
                    Reason reason = suspect == null ? Reason.CHECK_FAILED : suspect.reason;
                    String text = suspect == null || suspect.text.isEmpty() ? "" : " (" + suspect.text + ")";
                    return "slave " + member + ", " + reason.text() + text;
                })
                .collect(Collectors.joining("; "));
    }

    private void written(Set<Member> failed, ClusterMap before, ClusterMap map, long checkedNanos) {
        if (map == null) {
            return; // The reign is over, and close() answers whoever waits.
        }
        long writtenNanos = time.nanos();
        for (Member member : failed) {
            Suspect suspect = suspects.get(member);
            if (before.isCurrent(member) && suspect != null) {
                tell(member, suspect, before, map, checkedNanos, writtenNanos);
            }
            settle(member, map);
        }
    }

    private void tell(
            Member member, Suspect suspect, ClusterMap before, ClusterMap map, long checkedNanos, long writtenNanos) {
        Set<Integer> successors = new HashSet<>();
        int moved = 0;
        for (int range = 0; range < before.ranges().size(); range++) {
            RangeEntry now = map.range(range);
            if (before.range(range).isPrimary(member) && now.primary() != null) {
                successors.add(now.primary().number());
                moved++;
            }
        }
        int ranges = moved;
        pusher.whenAcknowledged(
                map,
                successors,
                () -> events.failedOver(new FailoverTimes(
                        member,
                        suspect.reason,
                        ranges,
                        checkedNanos - suspect.sinceNanos,
                        writtenNanos - checkedNanos,
                        time.nanos() - writtenNanos)));
    }

    private void settle(Member member, ClusterMap map) {
        Suspect suspect = suspects.remove(member);
        if (suspect != null) {
            suspect.waiting.forEach(decided -> decided.complete(map));
        }
    }

    void close() {
        closed = true;
        suspects.values()
                .forEach(suspect -> suspect.waiting.forEach(decided ->
                        decided.completeExceptionally(new NotActiveMasterException("this master's reign has ended"))));
        suspects.clear();
    }

    /** The slaves of the map that should answer. */
    static List<SlaveEntry> living(ClusterMap map) {
        return map.slaves().values().stream()
                .filter(slave -> slave.state() != SlaveState.DOWN)
                .toList();
    }
}
