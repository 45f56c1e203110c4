package io.buddykv.node.simulation;

import io.buddykv.node.replication.RangeReplica;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What happens in runs that are about one promise. */
final class Scripts {
    /** Writes to a dead slave's ranges work again in less time than this. */
    private static final long FAILOVER_NANOS = 500 * SimulatedWorld.MILLI;

    /** Planned changes make no operation wait longer: the hold of a hand-over, and the way to the new primary. */
    private static final long PLANNED_NANOS = 250 * SimulatedWorld.MILLI;

    private static final long LOOK_NANOS = 5 * SimulatedWorld.MILLI;
    private static final long LATE_NANOS = 200 * SimulatedWorld.MILLI;
    /** All that die together are dead within this time. */
    private static final long TOGETHER_NANOS = 10 * SimulatedWorld.MILLI;

    private static final int ROUNDS = 3;
    private static final long PATIENCE_NANOS = 10 * SimulatedWorld.SECOND;

    private Scripts() {}

    static void rollingRestart(Simulation run) {
        SimulatedWorld world = run.world();
        for (SimulatedSlave slave : run.cluster().slaves()) {
            settle(run);
            world.trace("PLAN " + slave.host() + " is told to end");
            SimulatedProcess process = slave.life().process();
            slave.life().terminate();
            long end = world.now() + PATIENCE_NANOS;
            while (process.isAlive() && world.now() < end && world.runUntil(world.now() + LOOK_NANOS)) {}
            if (process.isAlive()) {
                world.violated(slave.host() + " does not come to an end");
            }
            world.runUntil(world.now() + 50 * SimulatedWorld.MILLI);
            slave.start();
        }
        settle(run);
        noTroubles(run);
        long longest = run.clients().stream()
                .mapToLong(SimulatedClient::longestNanos)
                .max()
                .orElse(0);
        if (longest > PLANNED_NANOS) {
            world.violated(
                    "an operation took " + longest / SimulatedWorld.MILLI + " ms although everything was planned");
        }
    }

    private static void noTroubles(Simulation run) {
        int troubles =
                run.clients().stream().mapToInt(SimulatedClient::troubles).sum();
        if (troubles > 0) {
            run.world().violated(troubles + " operations were not answered although everything was planned");
        }
    }

    static void oneSlaveFails(Simulation run) {
        SimulatedWorld world = run.world();
        SimulatedSlave victim = victim(run);
        List<Integer> ranges = rangesOf(run, victim);
        List<Faults.Kind> kinds = List.of(Faults.Kind.KILL, Faults.Kind.STOP, Faults.Kind.ISOLATE);
        long failedAt = world.now();
        run.faults().befall(kinds.get(world.random().nextInt(kinds.size())), victim, 2 * SimulatedWorld.SECOND);
        while (!run.cluster().judge().isServedByOthers(ranges, victim)) {
            if (world.now() - failedAt > FAILOVER_NANOS) {
                world.violated("ranges of " + victim.host() + " are not served again after "
                        + FAILOVER_NANOS / SimulatedWorld.MILLI + " ms");
            }
            if (!world.runUntil(world.now() + LOOK_NANOS)) {
                return;
            }
        }
        world.trace("served again after " + (world.now() - failedAt) / SimulatedWorld.MILLI + " ms");
        world.runUntil(failedAt + 2 * SimulatedWorld.SECOND);
    }

    static void everythingButSlavesBeginsAnew(Simulation run) {
        SimulatedWorld world = run.world();
        settle(run);
        run.cluster().slaves().forEach(slave -> run.faults().isolateFromMasters(slave, 2 * SimulatedWorld.SECOND));
        run.faults().befall(Faults.Kind.EMPTY_ZOOKEEPER, null, 100 * SimulatedWorld.MILLI);
        for (SimulatedMaster master : run.cluster().masters()) {
            master.process().kill();
            master.start();
        }
        world.runUntil(world.now() + SimulatedWorld.SECOND);
        SimulatedSlave newcomer = run.cluster().slaves().get(0);
        newcomer.life().process().kill();
        run.faults().reconnectWithMasters(newcomer);
        newcomer.start();
        world.runUntil(world.now() + 3 * SimulatedWorld.SECOND);
    }

    static void primaryDiesBehindACut(Simulation run) {
        SimulatedWorld world = run.world();
        SimulatedSlave victim = victim(run);
        others(run, victim).forEach(other -> run.cluster().network().cut(victim.host(), other.host()));
        world.runUntil(world.now() + world.between(60, 200) * SimulatedWorld.MILLI);
        world.trace("PLAN " + victim.host() + " is killed");
        victim.life().process().kill();
        world.runUntil(world.now() + SimulatedWorld.SECOND);
    }

    static void connectionsBreakBehindACut(Simulation run) {
        SimulatedWorld world = run.world();
        SimulatedNetwork network = run.cluster().network();
        SimulatedSlave victim = victim(run);
        List<SimulatedSlave> others = others(run, victim);
        others.forEach(other -> network.cut(victim.host(), other.host()));
        world.runUntil(world.now() + world.between(60, 200) * SimulatedWorld.MILLI);
        for (SimulatedConnection connection : List.copyOf(network.connections())) {
            if (others.stream().anyMatch(other -> connection.isBetween(victim.host(), other.host()))) {
                connection.breakOff();
            }
        }
        world.runUntil(world.now() + 100 * SimulatedWorld.MILLI);
        network.healAll();
        world.runUntil(world.now() + SimulatedWorld.SECOND);
    }

    /** Two at once: of some ranges that is every copy. */
    static void twoSlavesFreeze(Simulation run) {
        SimulatedWorld world = run.world();
        SimulatedSlave victim = victim(run);
        SimulatedSlave second = others(run, victim).get(0);
        long duration = world.between(3_000, 3_500) * SimulatedWorld.MILLI;
        run.faults().befall(Faults.Kind.STOP, victim, duration);
        run.faults().befall(Faults.Kind.STOP, second, 2 * duration);
        world.runUntil(world.now() + duration - SimulatedWorld.MILLI);
        world.trace("PLAN " + second.host() + " never goes on");
        second.life().process().kill();
        world.runUntil(world.now() + SimulatedWorld.SECOND);
    }

    /** A new life is there before anybody has noticed the end of the former. */
    static void slavesRespawnAtOnce(Simulation run) {
        SimulatedWorld world = run.world();
        SimulatedSlave victim = victim(run);
        world.trace("PLAN " + victim.host() + " dies and is there again, empty");
        victim.life().process().kill();
        victim.start();
        world.runUntil(world.now() + SimulatedWorld.SECOND);
    }

    static void everySlaveIsKilled(Simulation run) {
        allEndTogether(run, slave -> {});
    }

    static void everyMachineLosesPower(Simulation run) {
        allEndTogether(run, slave -> slave.disk().losePower());
    }

    /** In rounds, the next of which may begin before all is well again. */
    private static void allEndTogether(Simulation run, Consumer<SimulatedSlave> loss) {
        SimulatedWorld world = run.world();
        for (int round = 0; round < ROUNDS; round++) {
            world.runUntil(world.now() + world.between(0, 2 * SimulatedWorld.SECOND));
            boolean everything = world.chance(500);
            world.trace("PLAN all slaves die" + (everything ? ", and all masters" : ""));
            for (SimulatedSlave slave : run.cluster().slaves()) {
                world.after(world.between(0, TOGETHER_NANOS), () -> {
                    if (slave.isAlive()) {
                        slave.life().process().kill();
                        loss.accept(slave);
                    }
                    world.after(world.between(0, 2 * SimulatedWorld.SECOND), () -> startWhenDead(run, slave));
                });
            }
            if (everything) {
                run.faults().befall(Faults.Kind.STOP_ZOOKEEPER, null, world.between(0, SimulatedWorld.SECOND));
                run.cluster().masters().forEach(master -> {
                    master.process().kill();
                    world.after(world.between(0, 2 * SimulatedWorld.SECOND), () -> {
                        if (!master.process().isAlive()) {
                            master.start();
                        }
                    });
                });
            }
            world.runUntil(world.now() + TOGETHER_NANOS);
        }
        world.runUntil(world.now() + 2 * SimulatedWorld.SECOND);
    }

    private static void startWhenDead(Simulation run, SimulatedSlave slave) {
        if (!slave.isAlive()) {
            run.world().trace("PLAN " + slave.host() + " starts again");
            slave.start();
        }
    }

    /** A slave that has come back is being filled, slowly, by one that freezes meanwhile. */
    static void soleHolderFreezes(Simulation run) {
        SimulatedWorld world = run.world();
        SimulatedSlave victim = victim(run);
        victim.life().process().kill();
        others(run, victim).forEach(other -> run.cluster().network().slow(other.host(), victim.host(), LATE_NANOS));
        victim.start();
        long end = world.now() + PATIENCE_NANOS;
        SimulatedSlave holder = soleHolderBeside(run, victim);
        while (holder == null && world.now() < end && world.runUntil(world.now() + SimulatedWorld.MILLI)) {
            holder = soleHolderBeside(run, victim);
        }
        if (holder == null) {
            world.violated("nobody joins");
            return;
        }
        run.faults().befall(Faults.Kind.STOP, holder, 3 * SimulatedWorld.SECOND);
        world.runUntil(world.now() + 3 * SimulatedWorld.SECOND);
    }

    /** The only one in sync with a range that {@code joiner} is catching up with; null when there is no such range. */
    private static SimulatedSlave soleHolderBeside(Simulation run, SimulatedSlave joiner) {
        return run.cluster().map().ranges().stream()
                .filter(range -> range.inSync().size() == 1
                        && range.joining().stream().anyMatch(member -> member.number() == joiner.number()))
                .map(range -> run.cluster().slave(range.inSync().get(0).number()))
                .findFirst()
                .orElse(null);
    }

    /** The one who hands over hears of it last. */
    static void newsComesLate(Simulation run) {
        SimulatedWorld world = run.world();
        SimulatedNetwork network = run.cluster().network();
        SimulatedSlave victim = victim(run);
        run.cluster().masters().forEach(master -> network.slow(master.host(), victim.host(), LATE_NANOS));
        network.slow(SimulatedZooKeeper.HOST, victim.host(), LATE_NANOS);
        run.faults().befall(Faults.Kind.TERMINATE, victim, LOOK_NANOS);
        world.runUntil(world.now() + SimulatedWorld.SECOND);
    }

    /** What is under way to the copies takes longer than the way to the master and back. */
    static void recordsComeLate(Simulation run) {
        SimulatedWorld world = run.world();
        SimulatedSlave victim = victim(run);
        others(run, victim).forEach(other -> run.cluster().network().slow(victim.host(), other.host(), LATE_NANOS / 3));
        world.runUntil(world.now() + 100 * SimulatedWorld.MILLI);
        run.faults().befall(Faults.Kind.TERMINATE, victim, LOOK_NANOS);
        world.runUntil(world.now() + SimulatedWorld.SECOND);
        noTroubles(run);
    }

    /** Its successor is told to end while it may still be serving itself. */
    static void successorIsToldToEnd(Simulation run) {
        SimulatedWorld world = run.world();
        SimulatedNetwork network = run.cluster().network();
        SimulatedSlave victim = victim(run);
        List<SimulatedSlave> others = others(run, victim);
        List<Integer> ranges = rangesOf(run, victim);
        run.faults().isolateFromMasters(victim, 2 * SimulatedWorld.SECOND);
        others.forEach(other -> network.slow(other.host(), victim.host(), LATE_NANOS));
        awaitSuccessors(run, ranges, others);
        run.faults().befall(Faults.Kind.TERMINATE, others.get(0), LOOK_NANOS);
        world.runUntil(world.now() + 600 * SimulatedWorld.MILLI);
    }

    static void acknowledgementsComeLate(Simulation run) {
        SimulatedWorld world = run.world();
        SimulatedNetwork network = run.cluster().network();
        SimulatedSlave victim = victim(run);
        List<SimulatedSlave> others = others(run, victim);
        List<Integer> ranges = rangesOf(run, victim);
        others.forEach(other -> network.slow(other.host(), victim.host(), LATE_NANOS));
        run.faults().isolateFromMasters(victim, 2 * SimulatedWorld.SECOND);
        awaitSuccessors(run, ranges, others);
        world.runUntil(world.now() + world.between(100, 160) * SimulatedWorld.MILLI);
        others.forEach(other -> network.cut(other.host(), victim.host()));
        world.runUntil(world.now() + 600 * SimulatedWorld.MILLI);
    }

    /** Until somebody else has heard that it is to serve these ranges. */
    private static void awaitSuccessors(Simulation run, List<Integer> ranges, List<SimulatedSlave> others) {
        SimulatedWorld world = run.world();
        long end = world.now() + PATIENCE_NANOS;
        while (world.now() < end
                && !ranges.stream().allMatch(range -> others.stream()
                        .anyMatch(other -> other.life().ranges().range(range).role() == RangeReplica.Role.PRIMARY))) {
            if (!world.runUntil(world.now() + SimulatedWorld.MILLI)) {
                return;
            }
        }
    }

    static void machineSleeps(Simulation run) {
        SimulatedWorld world = run.world();
        SimulatedSlave victim = victim(run);
        long duration = world.between(700, 1_200) * SimulatedWorld.MILLI;
        run.faults().befall(Faults.Kind.ISOLATE, victim, duration + 300 * SimulatedWorld.MILLI);
        run.faults().befall(Faults.Kind.SUSPEND, victim, duration);
        world.runUntil(world.now() + duration + 500 * SimulatedWorld.MILLI);
    }

    /** Some slave, some time after all had settled. */
    private static SimulatedSlave victim(Simulation run) {
        SimulatedWorld world = run.world();
        settle(run);
        world.runUntil(world.now() + world.between(100, 400) * SimulatedWorld.MILLI);
        List<SimulatedSlave> slaves = run.cluster().slaves();
        return slaves.get(world.random().nextInt(slaves.size()));
    }

    private static List<SimulatedSlave> others(Simulation run, SimulatedSlave slave) {
        return run.cluster().slaves().stream().filter(other -> other != slave).toList();
    }

    private static List<Integer> rangesOf(Simulation run, SimulatedSlave slave) {
        List<Integer> ranges = new ArrayList<>();
        for (int range = 0; range < run.cluster().map().ranges().size(); range++) {
            if (run.cluster().map().range(range).primary().number() == slave.number()) {
                ranges.add(range);
            }
        }
        return ranges;
    }

    private static void settle(Simulation run) {
        SimulatedWorld world = run.world();
        long end = world.now() + PATIENCE_NANOS;
        while (run.cluster().judge().unsettled() != null) {
            if (world.now() > end) {
                world.violated("not settled: " + run.cluster().judge().unsettled());
            }
            if (!world.runUntil(world.now() + LOOK_NANOS)) {
                return;
            }
        }
    }
}
