package io.buddykv.node.master;

import io.buddykv.protocol.message.CopyReport;
import io.buddykv.protocol.message.Leaving;
import io.buddykv.protocol.message.RangeClaim;
import io.buddykv.protocol.message.Release;
import io.buddykv.protocol.message.ReleaseReport;
import io.buddykv.protocol.message.ReportAnswer;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.change.Answers;
import io.buddykv.topology.change.CopySet;
import io.buddykv.topology.change.HandOver;
import io.buddykv.topology.change.MapChange;
import io.buddykv.topology.change.Registration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What primaries report, each part decided in the epoch that it names and refused in any other. */
final class Reports {
    private final MapLedger ledger;
    private final CheckRounds rounds;
    private final Observations observations;

    Reports(MapLedger ledger, CheckRounds rounds, Observations observations) {
        this.ledger = ledger;
        this.rounds = rounds;
        this.observations = observations;
    }

    CompletionStage<ReportAnswer> copies(CopyReport report) {
        // Answers of clients wait for copies that are to be taken out; nobody waits for one that is added.
        boolean shrinks = report.claims().stream().anyMatch(claim -> claim.kind() != RangeClaim.Kind.CAUGHT_UP);
        if (!shrinks || !ledger.confirmed().isCurrent(report.reporter())) {
            return apply(report, Answers.by(member -> false), MapLedger.Urgency.GATHERS);
        }
        return checkedFirst(report);
    }

    /** The report may have been long on its way, and its primary dead: nothing shrinks before it has answered again. */
    private CompletionStage<ReportAnswer> checkedFirst(CopyReport report) {
        Member reporter = report.reporter();
        CompletableFuture<ReportAnswer> answer = new CompletableFuture<>();
        rounds.ask(List.of(ledger.confirmed().slave(reporter.number())), Map.of(), answers -> {
            apply(report, answers, MapLedger.Urgency.CLIENTS_WAIT).whenComplete((given, failure) -> {
                if (failure == null) {
                    answer.complete(given);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        });
        return answer;
    }

    private CompletionStage<ReportAnswer> apply(CopyReport report, Answers answers, MapLedger.Urgency urgency) {
        Refusals refusals = new Refusals();
        Set<RangeClaim> remembered = new HashSet<>();
        long caughtUp = report.claims().stream()
                .filter(claim -> claim.kind() == RangeClaim.Kind.CAUGHT_UP)
                .count();
        String text = "slave " + report.reporter() + ", " + caughtUp + " have caught up, "
                + (report.claims().size() - caughtUp) + " are to go";
        return ledger.submit(urgency, Reason.COPY_CHANGED, text, (map, term) -> {
                    refusals.clear();
                    ClusterMap changed = map;
                    for (RangeClaim claim : report.claims()) {
                        MapChange change = change(changed, term, report.reporter(), claim, answers);
                        refusals.note(claim.range(), change);
                        if (change != null && change.isMade()) {
                            changed = change.orElse(changed);
                            rememberRemoval(claim, remembered);
                        }
                    }
                    return changed;
                })
                .thenApply(refusals::answer);
    }

    /** Before the planner looks at the same draft, or it would let the copy join again in the same write. */
    private void rememberRemoval(RangeClaim claim, Set<RangeClaim> remembered) {
        if (claim.kind() != RangeClaim.Kind.CAUGHT_UP && remembered.add(claim)) {
            observations.removed(claim.range(), claim.copy().number());
        }
    }

    /** Null where it is not the reporter's to say. */
    private static MapChange change(ClusterMap map, long term, Member reporter, RangeClaim claim, Answers answers) {
        if (!isPrimary(map, claim.range(), reporter)) {
            return null;
        }
        return switch (claim.kind()) {
            case CAUGHT_UP -> CopySet.caughtUp(map, term, claim.range(), claim.epoch(), claim.copy());
            case REMOVE -> CopySet.copyRemoved(map, term, claim.range(), claim.epoch(), claim.copy(), answers);
            case WITHDRAW -> CopySet.joinWithdrawn(map, term, claim.range(), claim.epoch(), claim.copy(), answers);
        };
    }

    CompletionStage<ReportAnswer> releases(ReleaseReport report) {
        Refusals refusals = new Refusals();
        String text = "slave " + report.reporter() + ", " + report.releases().size() + " ranges";
        return ledger.submit(MapLedger.Urgency.CLIENTS_WAIT, Reason.RELEASED, text, (map, term) -> {
                    refusals.clear();
                    ClusterMap changed = map;
                    for (Release release : report.releases()) {
                        MapChange change = isPrimary(changed, release.range(), report.reporter())
                                ? HandOver.released(changed, term, release.range(), release.epoch())
                                : null;
                        refusals.note(release.range(), change);
                        changed = change == null ? changed : change.orElse(changed);
                    }
                    return changed;
                })
                .thenApply(refusals::answer);
    }

    CompletionStage<ReportAnswer> leaving(Leaving leaving) {
        return ledger.submit(
                        MapLedger.Urgency.ASKED_FOR,
                        Reason.LEAVING,
                        "slave " + leaving.member(),
                        (map, term) -> Registration.leaving(map, term, leaving.member())
                                .orElse(map))
                .thenApply(map -> new ReportAnswer(List.of(), map.version()));
    }

    private static boolean isPrimary(ClusterMap map, int range, Member member) {
        return range >= 0
                && range < map.ranges().size()
                && map.isCurrent(member)
                && map.range(range).isPrimary(member);
    }

    /** The ranges whose part of a report did nothing. */
    private static final class Refusals {
        private final TreeSet<Integer> ranges = new TreeSet<>();

        void clear() {
            ranges.clear();
        }

        void note(int range, MapChange change) {
            if (change == null || !change.isMade()) {
                ranges.add(range);
            }
        }

        ReportAnswer answer(ClusterMap map) {
            return new ReportAnswer(new ArrayList<>(ranges), map.version());
        }
    }
}
