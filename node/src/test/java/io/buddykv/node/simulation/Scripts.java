package io.buddykv.node.simulation;

import java.util.ArrayList;
import java.util.List;

/** What happens in runs that are about one promise. */
final class Scripts {
    /** Writes to a dead slave's ranges work again in less time than this. */
    private static final long FAILOVER_NANOS = 500 * SimulatedWorld.MILLI;

    /** Planned changes make no operation wait longer: the hold of a hand-over, and the way to the new primary. */
    private static final long PLANNED_NANOS = 250 * SimulatedWorld.MILLI;

    private static final long LOOK_NANOS = 5 * SimulatedWorld.MILLI;
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
        int troubles =
                run.clients().stream().mapToInt(SimulatedClient::troubles).sum();
        if (troubles > 0) {
            world.violated(troubles + " operations were not answered although everything was planned");
        }
        long longest = run.clients().stream()
                .mapToLong(SimulatedClient::longestNanos)
                .max()
                .orElse(0);
        if (longest > PLANNED_NANOS) {
            world.violated(
                    "an operation took " + longest / SimulatedWorld.MILLI + " ms although everything was planned");
        }
    }

    static void oneSlaveFails(Simulation run) {
        SimulatedWorld world = run.world();
        settle(run);
        world.runUntil(world.now() + world.between(100, 400) * SimulatedWorld.MILLI);
        SimulatedSlave victim = run.cluster()
                .slaves()
                .get(world.random().nextInt(run.cluster().slaves().size()));
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
