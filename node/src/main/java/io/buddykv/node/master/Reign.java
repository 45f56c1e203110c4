package io.buddykv.node.master;

import io.buddykv.node.membership.Membership;
import io.buddykv.node.membership.StoredMap;
import io.buddykv.node.slave.MasterPort;
import io.buddykv.node.time.Lateness;
import io.buddykv.node.time.TimeSource;
import io.buddykv.node.time.Timers;
import io.buddykv.protocol.message.CopyReport;
import io.buddykv.protocol.message.Leaving;
import io.buddykv.protocol.message.Registration;
import io.buddykv.protocol.message.RegistrationAnswer;
import io.buddykv.protocol.message.ReleaseReport;
import io.buddykv.protocol.message.ReportAnswer;
import io.buddykv.protocol.message.Suspicion;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One master's time as the active one, from its first confirmed map until it is deposed. Nothing in it outlives it, so that
 * no later reign acts on what an earlier one believed.
 */
final class Reign {
    /** An ephemeral may be missing for this long before the slave is asked: watching lags behind registering. */
    private static final long EPHEMERAL_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Copies that are too many are dropped together, so that moves do not need two maps for each step. */
    private static final long EXTRAS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final TimeSource time;
    private final Timers timers;
    private final MasterSettings settings;
    private final MasterEvents events;
    private final Ephemerals ephemerals;
    private final Observations observations;
    private final CheckRounds rounds;
    private final MapLedger ledger;
    private final MapPusher pusher;
    private final Failures failures;
    private final Registrations registrations;
    private final Reports reports;
    private final Probes probes;
    private final Moves moves;
    private final Orders orders;
    private final Consumer<StoredMap> superseded;
    private final Map<Member, Long> askedAboutEphemeral = new HashMap<>();
    private final Lateness lateness = new Lateness();
    private Set<Member> unheard = Set.of();

    /** The last map that the planner found as it should be; null after it found another. */
    private ClusterMap settled;

    private boolean asking;
    private long tickDueNanos;
    private long askedNanos;
    private long probedNanos;
    private long visitedNanos;
    private boolean closed;

    Reign(
            TimeSource time,
            Timers timers,
            Membership membership,
            MasterPort.Directory slaves,
            MasterSettings settings,
            MasterEvents events,
            Ephemerals ephemerals,
            TakeOver.Taken taken,
            Consumer<StoredMap> superseded) {
        this.time = time;
        this.askedNanos = time.nanos() - EXTRAS_NANOS;
        this.timers = timers;
        this.settings = settings;
        this.events = events;
        this.ephemerals = ephemerals;
        this.superseded = superseded;
        LastHeard lastHeard = new LastHeard(time);
        this.observations = new Observations(time, settings, lastHeard);
        this.rounds = new CheckRounds(
                time,
                timers,
                slaves,
                settings.checkNanos(),
                taken.map().term(),
                ephemerals::isGone,
                lastHeard,
                lateness);
        this.ledger = new MapLedger(
                time, timers, membership, this::plan, new LedgerListener(), taken.map(), taken.storeVersion());
        this.pusher = new MapPusher(timers, slaves, this::pushFailed);
        Examinations examinations = new Examinations(rounds, ledger::confirmed, ephemerals::isGone);
        this.failures = new Failures(time, timers, examinations, ledger, pusher, events);
        this.registrations = new Registrations(examinations, ledger, observations, events);
        this.reports = new Reports(ledger, rounds, observations);
        this.probes = new Probes(rounds, ledger, time, settings.safeBootNanos());
        Loads loads = new Loads(time, timers, slaves);
        this.moves = new Moves(time, settings, loads, ledger, events);
        this.orders = new Orders(settings, ledger, loads, events);
    }

    void start(ClusterMap before, MapStep step) {
        confirmed(before, ledger.confirmed(), List.of(step));
        tickDueNanos = time.nanos();
        tick();
    }

    ClusterMap map() {
        return ledger.confirmed();
    }

    ClusterOrders orders() {
        return orders;
    }

    CompletionStage<RegistrationAnswer> register(Registration registration) {
        return registrations.register(registration);
    }

    CompletionStage<ReportAnswer> suspect(Suspicion suspicion) {
        Member reporter = suspicion.reporter();
        if (isDown(reporter)) {
            // It was cut off or stood still itself, and suspects all the others.
            return CompletableFuture.completedFuture(new ReportAnswer(List.of(), map().version()));
        }
        boolean witness = ledger.confirmed().isCurrent(reporter)
                && reporter.number() != suspicion.suspect().number();
        String text = "says slave " + reporter + ": " + suspicion.reason();
        return failures.suspect(suspicion.suspect(), Reason.LINK_LOST, text, witness)
                .thenApply(map -> new ReportAnswer(List.of(), map.version()));
    }

    private boolean isDown(Member member) {
        return map().isCurrent(member) && map().slave(member.number()).state() == SlaveState.DOWN;
    }

    CompletionStage<ReportAnswer> report(CopyReport report) {
        return reports.copies(report);
    }

    CompletionStage<ReportAnswer> release(ReleaseReport report) {
        return reports.releases(report);
    }

    CompletionStage<ReportAnswer> leaving(Leaving leaving) {
        return reports.leaving(leaving);
    }

    /** The list of living ephemerals has changed. */
    void ephemeralsChanged(Set<Member> gone) {
        for (Member member : gone) {
            askAboutEphemeral(member);
        }
    }

    private void askAboutEphemeral(Member member) {
        Long last = askedAboutEphemeral.get(member);
        if (last == null || time.nanos() - last >= EPHEMERAL_GRACE_NANOS) {
            askedAboutEphemeral.put(member, time.nanos());
            failures.suspect(member, Reason.EPHEMERAL_GONE, "", false);
        }
    }

    private void pushFailed(Member member) {
        failures.suspect(member, Reason.PUSH_FAILED, "", false);
    }

    /** What has to be looked at though nothing has happened. */
    private void tick() {
        if (closed) {
            return;
        }
        lateness.ticked(time.nanos(), tickDueNanos);
        tickDueNanos = time.nanos() + MasterSettings.RECONCILE_NANOS;
        timers.after(MasterSettings.RECONCILE_NANOS, this::tick);
        if (time.nanos() - probedNanos >= MasterSettings.PROBE_NANOS
                || map().ranges().stream().anyMatch(RangeEntry::isDown)) {
            probedNanos = time.nanos();
            probes.probe();
            remindOfEphemerals();
        }
        if (time.nanos() - visitedNanos >= MasterSettings.VISIT_NANOS) {
            visitedNanos = time.nanos();
            visit();
        }
        moves.tick();
        if (settled == null
                || !settled.ranges().equals(map().ranges())
                || !settled.slaves().equals(map().slaves())) {
            ledger.reconcile();
        }
    }

    /**
     * Asks all that live, so that the question a failover waits for is not the first one on its connection, nor the first
     * that either process has ever seen. Nothing is concluded from who is silent, but where a slave is in no in-sync set:
     * there no link of another slave ends with it, and its ephemeral would be the only one to tell.
     */
    private void visit() {
        List<SlaveEntry> visited = Failures.living(map());
        rounds.ask(visited, Map.of(), answers -> visited.stream()
                .map(SlaveEntry::member)
                .filter(member -> !answers.answered(member) && !FailureDecision.isInSync(map(), member))
                .forEach(member -> failures.suspect(member, Reason.CHECK_FAILED, "", false)));
    }

    private void remindOfEphemerals() {
        askedAboutEphemeral.keySet().retainAll(current());
        for (SlaveEntry slave : Failures.living(map())) {
            if (ephemerals.isMissingFor(slave.member(), EPHEMERAL_GRACE_NANOS)) {
                askAboutEphemeral(slave.member());
            }
        }
    }

    private List<Member> current() {
        return map().slaves().values().stream().map(SlaveEntry::member).toList();
    }

    private ClusterMap plan(ClusterMap draft, long term, List<MapStep> steps) {
        RangePlanner.Plan plan = RangePlanner.plan(draft, term, settings, observations);
        steps.addAll(plan.steps());
        unheard = plan.unheard();
        settled = plan.settled() ? plan.map() : null;
        if (!unheard.isEmpty() && (plan.waitedFor() || time.nanos() - askedNanos >= EXTRAS_NANOS)) {
            askedNanos = time.nanos();
            timers.execute(this::askUnheard);
        }
        return plan.map();
    }

    /** Primaries around which a set is to shrink are asked; the planner looks again once they have answered. */
    private void askUnheard() {
        List<SlaveEntry> asked = new ArrayList<>();
        for (Member member : unheard) {
            if (map().isCurrent(member)) {
                asked.add(map().slave(member.number()));
            }
        }
        if (asking || closed || asked.isEmpty()) {
            return;
        }
        asking = true;
        rounds.ask(asked, Map.of(), answers -> {
            asking = false;
            asked.stream()
                    .map(SlaveEntry::member)
                    .filter(member -> !answers.answered(member))
                    .forEach(member -> failures.suspect(member, Reason.CHECK_FAILED, "", false));
            if (answers.anyAnswered()) {
                ledger.reconcileNow();
            }
        });
    }

    private void confirmed(ClusterMap before, ClusterMap after, List<MapStep> steps) {
        pusher.push(after);
        observations.observe(before, after);
        events.mapChanged(before, after, steps);
        if (before != null && after.dataLosses() > before.dataLosses()) {
            int lost = (int) (after.dataLosses() - before.dataLosses());
            events.dataLost(lost, Reason.RESTARTED_EMPTY.text());
        }
    }

    void close() {
        closed = true;
        registrations.close();
        failures.close();
        ledger.close();
        rounds.close();
        pusher.close();
    }

    private final class LedgerListener implements MapLedger.Listener {
        @Override
        public void confirmed(ClusterMap before, ClusterMap after, List<MapStep> steps) {
            Reign.this.confirmed(before, after, steps);
        }

        @Override
        public void noticed(Reason reason, String text) {
            events.noticed(reason, text);
        }

        @Override
        public void superseded(StoredMap stored) {
            superseded.accept(stored);
        }
    }
}
