package io.buddykv.node.simulation;

import io.buddykv.node.log.Fsync;
import java.util.ArrayList;
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
    /** Slaves that no master reaches, while their peers and clients do. */
    CUT_OFF_FROM_MASTERS(List.of(
            Faults.Kind.ISOLATE_FROM_MASTERS, Faults.Kind.SLOW, Faults.Kind.RESET, Faults.Kind.CUT, Faults.Kind.STALL)),
    /** Processes that are told to end, and a slow network. */
    HAND_OVERS(List.of(Faults.Kind.TERMINATE, Faults.Kind.SLOW, Faults.Kind.RESET)),
    /** Calls that get lost, and calls that come again long after their time. */
    LATE_CALLS(List.of(
            Faults.Kind.RESET,
            Faults.Kind.SLOW,
            Faults.Kind.CUT,
            Faults.Kind.TERMINATE,
            Faults.Kind.KILL,
            Faults.Kind.KILL_MASTER)) {
        @Override
        RunSettings settings(long seed) {
            return super.settings(seed).withUnreliableCalls(50, 400);
        }
    },
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
    /** Nothing of a primary's gets out any more, and then it dies. */
    DEATH_BEHIND_A_CUT(List.of()) {
        @Override
        Simulation.Outcome run(long seed, Trace trace) {
            return Simulation.run(seed, settings(seed).calm(), trace, Scripts::primaryDiesBehindACut);
        }
    },
    /** Nothing of a primary's gets out any more, and then its connections break. */
    BREAK_BEHIND_A_CUT(List.of()) {
        @Override
        Simulation.Outcome run(long seed, Trace trace) {
            return Simulation.run(seed, settings(seed).calm(), trace, Scripts::connectionsBreakBehindACut);
        }
    },
    /** Every copy of some ranges freezes; one goes on later, the other never. */
    TWO_FREEZE(List.of()) {
        @Override
        Simulation.Outcome run(long seed, Trace trace) {
            return Simulation.run(seed, settings(seed).calm(), trace, Scripts::twoSlavesFreeze);
        }
    },
    /** A process dies, and the next one is there at once. */
    RESPAWN(List.of()) {
        @Override
        Simulation.Outcome run(long seed, Trace trace) {
            return Simulation.run(seed, settings(seed).calm(), trace, Scripts::slavesRespawnAtOnce);
        }
    },
    /** The only one that holds a range freezes while another one joins. */
    SOLE_HOLDER_FREEZES(List.of()) {
        @Override
        Simulation.Outcome run(long seed, Trace trace) {
            return Simulation.run(seed, settings(seed).withBuddies(1).calm(), trace, Scripts::soleHolderFreezes);
        }
    },
    /** A slave hands over, and hears last that it has. */
    LATE_NEWS(List.of()) {
        @Override
        Simulation.Outcome run(long seed, Trace trace) {
            return Simulation.run(seed, settings(seed).calm(), trace, Scripts::newsComesLate);
        }
    },
    /** A slave hands over what its copies have not got yet. */
    LATE_RECORDS(List.of()) {
        @Override
        Simulation.Outcome run(long seed, Trace trace) {
            return Simulation.run(seed, settings(seed).calm(), trace, Scripts::recordsComeLate);
        }
    },
    /** A primary that no master reaches, and whose successor is told to end. */
    SUCCESSOR_ENDS(List.of()) {
        @Override
        Simulation.Outcome run(long seed, Trace trace) {
            return Simulation.run(seed, settings(seed).withBuddies(2).calm(), trace, Scripts::successorIsToldToEnd);
        }
    },
    /** A primary that no master reaches, and to which acknowledgements are long on their way. */
    LATE_ACKNOWLEDGEMENTS(List.of()) {
        @Override
        Simulation.Outcome run(long seed, Trace trace) {
            return Simulation.run(seed, settings(seed).calm(), trace, Scripts::acknowledgementsComeLate);
        }
    },
    /** A machine is put to sleep, and its network wakes after it. */
    SLEEP(List.of()) {
        @Override
        Simulation.Outcome run(long seed, Trace trace) {
            return Simulation.run(seed, settings(seed).calm(), trace, Scripts::machineSleeps);
        }
    },
    /** Orders for another size, drains and other buddies, while whoever takes part in a move dies, pauses or is not reached. */
    SCALING(List.of(
            Faults.Kind.ORDER,
            Faults.Kind.ORDER,
            Faults.Kind.ORDER,
            Faults.Kind.KILL,
            Faults.Kind.TERMINATE,
            Faults.Kind.KILL_MASTER,
            Faults.Kind.CUT,
            Faults.Kind.RESET,
            Faults.Kind.SLOW,
            Faults.Kind.STOP,
            Faults.Kind.STALL,
            Faults.Kind.SUSPEND,
            Faults.Kind.ISOLATE,
            Faults.Kind.STOP_MASTER)),
    /** Slaves with disks, and whatever may go wrong, with these among it. */
    STORED(usualAnd(Faults.Kind.FSYNC_FAILURE)) {
        @Override
        RunSettings settings(long seed) {
            return super.settings(seed).storedWith(Fsync.EVERYSEC);
        }
    },
    /** One machine after the other loses power, and with it the last second of what its disk was given. */
    MACHINES_LOSE_POWER(List.of(Faults.Kind.POWER_LOSS, Faults.Kind.KILL, Faults.Kind.KILL_MASTER, Faults.Kind.RESET)) {
        @Override
        RunSettings settings(long seed) {
            return super.settings(seed).storedWith(Fsync.EVERYSEC);
        }
    },
    /** Every slave is killed at once, with masters and the membership service or without, and all come back. */
    ALL_KILLED(List.of()) {
        @Override
        Simulation.Outcome run(long seed, Trace trace) {
            return Simulation.run(
                    seed, settings(seed).storedWith(Fsync.EVERYSEC).calm(), trace, Scripts::everySlaveIsKilled);
        }
    },
    /** Every machine loses power at once. */
    ALL_LOSE_POWER(List.of()) {
        @Override
        Simulation.Outcome run(long seed, Trace trace) {
            return Simulation.run(
                    seed, settings(seed).storedWith(Fsync.ALWAYS).calm(), trace, Scripts::everyMachineLosesPower);
        }
    },
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

    private static List<Faults.Kind> usualAnd(Faults.Kind kind) {
        List<Faults.Kind> kinds = new ArrayList<>(Faults.Kind.USUAL);
        kinds.add(kind);
        return kinds;
    }

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
