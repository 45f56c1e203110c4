package io.buddykv.node.simulation;

import io.buddykv.node.linearizability.HistoryRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** One run: a cluster is born, clients use it while things go wrong, everything is repaired, and then it is judged. */
final class Simulation {
    private static final long BIRTH_NANOS = 10 * SimulatedWorld.SECOND;
    private static final long SETTLE_NANOS = 30 * SimulatedWorld.SECOND;
    private static final long END_NANOS = 10 * SimulatedWorld.SECOND;
    private static final long LOOK_NANOS = 50 * SimulatedWorld.MILLI;
    private static final long QUIET_NANOS = 300 * SimulatedWorld.MILLI;

    private final SimulatedWorld world;
    private final RunSettings settings;
    private final Script script;
    private final SimulatedCluster cluster;
    private final Faults faults;
    private final HistoryRecorder recorder;
    private final Workload workload;
    private final List<SimulatedClient> clients = new ArrayList<>();

    /** How a run went. */
    record Outcome(
            long seed,
            List<String> violations,
            long events,
            long virtualNanos,
            int operations,
            int unknown,
            int maps,
            int primaryChanges,
            int lostRanges,
            Map<Faults.Kind, Integer> faults,
            long fingerprint) {
        boolean isGood() {
            return violations.isEmpty();
        }
    }

    private Simulation(long seed, RunSettings settings, Trace trace, Script script) {
        this.script = script;
        this.world = new SimulatedWorld(seed, trace);
        this.settings = settings;
        this.cluster = new SimulatedCluster(world, settings);
        this.faults = new Faults(cluster);
        this.recorder = new HistoryRecorder(world::now);
        this.workload = new Workload(world, settings.keys());
        for (int number = 0; number < settings.clients(); number++) {
            clients.add(new SimulatedClient(cluster, recorder, workload, number));
        }
    }

    static Outcome run(long seed, Trace trace) {
        return run(seed, RunSettings.drawnFrom(new SplittableRandom(~seed), Faults.Kind.USUAL), trace);
    }

    static Outcome run(long seed, RunSettings settings, Trace trace) {
        return run(seed, settings, trace, Simulation::faultsAsTheSeedHasThem);
    }

    static Outcome run(long seed, RunSettings settings, Trace trace, Script script) {
        trace.note(0, "seed " + seed + ": " + settings);
        return new Simulation(seed, settings, trace, script).run(seed);
    }

    /** What happens between the cluster's birth and the repair of everything. */
    interface Script {
        /** Goes on with time as far as it likes. */
        void play(Simulation simulation);
    }

    private void faultsAsTheSeedHasThem() {
        faults.schedule(settings.trouble().faults(), settings.trouble().faultNanos());
        world.runUntil(world.now() + settings.trouble().faultNanos());
    }

    SimulatedWorld world() {
        return world;
    }

    SimulatedCluster cluster() {
        return cluster;
    }

    Faults faults() {
        return faults;
    }

    List<SimulatedClient> clients() {
        return clients;
    }

    private Outcome run(long seed) {
        boolean good = birth() && useWhileThingsGoWrong() && settle() && readEverything() && judge();
        if (good) {
            world.trace("good");
        }
        return outcome(seed);
    }

    private boolean birth() {
        cluster.start();
        return within(BIRTH_NANOS, "born");
    }

    private boolean useWhileThingsGoWrong() {
        clients.forEach(SimulatedClient::start);
        script.play(this);
        return world.violations().isEmpty();
    }

    private boolean settle() {
        world.trace("everything is repaired");
        faults.repairAll();
        clients.forEach(SimulatedClient::end);
        return within(SETTLE_NANOS, "repaired");
    }

    private boolean readEverything() {
        workload.keys().forEach(clients.get(0)::read);
        long end = world.now() + END_NANOS;
        while (!clients.stream().allMatch(SimulatedClient::isIdle)) {
            if (world.now() >= end) {
                world.violated("clients still wait");
            }
            if (!world.runUntil(world.now() + LOOK_NANOS)) {
                return false;
            }
        }
        return world.runUntil(world.now() + QUIET_NANOS) && within(SETTLE_NANOS, "read");
    }

    private boolean judge() {
        cluster.judge().copiesAreEqual();
        cluster.judge().isLinearizable(recorder.history());
        return world.violations().isEmpty();
    }

    private boolean within(long nanos, String since) {
        long end = world.now() + nanos;
        while (cluster.judge().unsettled() != null) {
            if (world.now() >= end) {
                world.violated("not settled " + nanos / SimulatedWorld.SECOND + " s after it was " + since + ": "
                        + cluster.judge().unsettled());
            }
            if (!world.runUntil(world.now() + LOOK_NANOS)) {
                return false;
            }
        }
        return true;
    }

    private Outcome outcome(long seed) {
        var invocations = recorder.history().invocations();
        return new Outcome(
                seed,
                world.violations(),
                world.executed(),
                world.now(),
                invocations.size(),
                (int) invocations.stream().filter(each -> each.isUnknown()).count(),
                cluster.judge().mapsWritten(),
                cluster.judge().primaryChanges(),
                cluster.judge().lostRanges().cardinality(),
                faults.counts(),
                world.fingerprint());
    }
}
