package io.buddykv.node.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** Kinds of runs: each has a seed for everything that is left open. */
enum Scenario {
    /** Whatever may go wrong. */
    EVERYTHING(Faults.Kind.USUAL),
    /** Slaves that do not hear each other, and processes that stand still. */
    SILENCE(List.of(Faults.Kind.STOP, Faults.Kind.CUT, Faults.Kind.ISOLATE, Faults.Kind.STALL)),
    /** Machines that are put to sleep. */
    SUSPENSION(List.of(Faults.Kind.SUSPEND)),
    /** Processes that die, and connections that break. */
    DEATH(List.of(Faults.Kind.KILL, Faults.Kind.RESET, Faults.Kind.SLOW)),
    /** Three copies of everything. */
    TWO_BUDDIES(List.of(
            Faults.Kind.KILL,
            Faults.Kind.STOP,
            Faults.Kind.CUT,
            Faults.Kind.ISOLATE,
            Faults.Kind.RESET,
            Faults.Kind.SLOW)) {
        @Override
        RunSettings settings(long seed) {
            return super.settings(seed).withBuddies(2);
        }
    },
    /** Masters that die or stand still, and a membership service that goes away for a time. */
    MASTERS(List.of(
            Faults.Kind.KILL_MASTER,
            Faults.Kind.STOP_MASTER,
            Faults.Kind.STOP_ZOOKEEPER,
            Faults.Kind.KILL,
            Faults.Kind.SLOW,
            Faults.Kind.TERMINATE)),
    /** The membership service loses what is stored. */
    EMPTY_ZOOKEEPER(List.of(Faults.Kind.EMPTY_ZOOKEEPER, Faults.Kind.RESET, Faults.Kind.SLOW, Faults.Kind.KILL_MASTER)),
    /** One slave after the other is told to end and comes back: clients notice nothing. */
    PLANNED(List.of()) {
        @Override
        Simulation.Outcome run(long seed, Trace trace) {
            return Simulation.run(seed, settings(seed).calm(), trace, Scripts::rollingRestart);
        }
    },
    /** One slave dies, freezes or is cut off: its ranges are served again in time. */
    FAILOVER(List.of()) {
        @Override
        Simulation.Outcome run(long seed, Trace trace) {
            return Simulation.run(seed, settings(seed).calm(), trace, Scripts::oneSlaveFails);
        }
    },
    /** The membership service is empty and no slave can be reached: no second cluster is born. */
    SECOND_BIRTH(List.of()) {
        @Override
        Simulation.Outcome run(long seed, Trace trace) {
            return Simulation.run(seed, settings(seed).calm(), trace, Scripts::everythingButSlavesBeginsAnew);
        }
    };

    private final List<Faults.Kind> kinds;

    Scenario(List<Faults.Kind> kinds) {
        this.kinds = kinds;
    }

    RunSettings settings(long seed) {
        return RunSettings.drawnFrom(new SplittableRandom(~seed), kinds);
    }

    Simulation.Outcome run(long seed, Trace trace) {
        return Simulation.run(seed, settings(seed), trace);
    }

    /**
     * Runs seeds until one fails. For a caller that has loaded these classes a second time: everything passed is the
     * platform's own.
     *
     * @return the first violation, with its seed; null when all went well
     */
    static String firstViolation(String scenario, long from, long to) {
        for (long seed = from; seed < to; seed++) {
            Simulation.Outcome outcome = valueOf(scenario).run(seed, Trace.off());
            if (!outcome.isGood()) {
                return "seed " + seed + " " + outcome.violations().get(0);
            }
        }
        return null;
    }

    /** As {@link #firstViolation}, for a caller from other classes: which way one seed goes. */
    static long fingerprint(String scenario, long seed) {
        return valueOf(scenario).run(seed, Trace.off()).fingerprint();
    }
}
