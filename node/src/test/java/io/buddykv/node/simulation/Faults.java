package io.buddykv.node.simulation;

import io.buddykv.node.master.ClusterOrders;
import io.buddykv.protocol.message.ShapeOrder;
import io.buddykv.protocol.message.SizeOrder;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Goal;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.Rebalancing;
import io.buddykv.topology.placement.PlacementPolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Lets things go wrong, and right again. */
final class Faults {
    private static final long LEAST_NANOS = 20 * SimulatedWorld.MILLI;
    private static final long MOST_NANOS = 1_500 * SimulatedWorld.MILLI;
    private static final long ORDER_AGAIN_NANOS = 200 * SimulatedWorld.MILLI;

    /** What can go wrong. */
    enum Kind {
        /** SIGKILL, and a new, empty process. */
        KILL,
        /** SIGTERM, and a new, empty process. */
        TERMINATE,
        /** SIGSTOP and SIGCONT. */
        STOP,
        /** The whole machine stands still, its monotonic clock too. */
        SUSPEND,
        /** One event loop stands still. */
        STALL,
        /** Two hosts do not reach each other, in one direction or both. */
        CUT,
        /** A slave reaches nobody, and nobody reaches it. */
        ISOLATE,
        /** A slave reaches neither masters nor the membership service, but other slaves and clients. */
        ISOLATE_FROM_MASTERS,
        /** Messages between two hosts take long. */
        SLOW,
        /** A connection is reset. */
        RESET,
        KILL_MASTER,
        STOP_MASTER,
        STOP_ZOOKEEPER,
        /** The membership service comes back without anything that was stored; none of {@link #USUAL}. */
        EMPTY_ZOOKEEPER,
        /** A machine loses power, and comes back with what its disk still holds; with disks only, none of {@link #USUAL}. */
        POWER_LOSS,
        /** A disk's fsync fails from now on, until the slave starts again; with disks only, none of {@link #USUAL}. */
        FSYNC_FAILURE,
        /** Somebody orders another size, or a drain, or other buddies; no fault, and none of {@link #USUAL}. */
        ORDER;

        /** What a cluster has to live with at any time, in any combination. */
        static final List<Kind> USUAL =
                List.copyOf(EnumSet.complementOf(EnumSet.of(EMPTY_ZOOKEEPER, POWER_LOSS, FSYNC_FAILURE, ORDER)));
    }

    private final SimulatedCluster cluster;
    private final SimulatedWorld world;
    private final SimulatedNetwork network;
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private final List<Runnable> repairs = new ArrayList<>();

    Faults(SimulatedCluster cluster) {
        this.cluster = cluster;
        this.world = cluster.world();
        this.network = cluster.network();
    }

    /** So many times something between now and then. */
    void schedule(int count, long withinNanos) {
        for (int i = 0; i < count; i++) {
            world.after(world.between(0, withinNanos), () -> happen(draw()));
        }
    }

    private Kind draw() {
        List<Kind> kinds = cluster.settings().trouble().kinds();
        return kinds.contains(Kind.KILL) && world.chance(250)
                ? Kind.KILL
                : kinds.get(world.random().nextInt(kinds.size()));
    }

    /** How often each kind has happened. */
    Map<Kind, Integer> counts() {
        return counts;
    }

    /** Everything is well again: what was stopped goes on, what is dead starts anew. */
    void repairAll() {
        List.copyOf(repairs).forEach(Runnable::run);
        if (counts.containsKey(Kind.ORDER)) {
            orderAsAtFirst();
        }
        network.healAll();
        for (SimulatedSlave slave : cluster.slaves()) {
            startAgain(slave);
        }
        for (SimulatedMaster master : cluster.masters()) {
            if (!master.process().isAlive()) {
                master.start();
            }
        }
    }

    private void happen(Kind kind) {
        long duration = world.between(LEAST_NANOS, MOST_NANOS);
        befall(
                kind,
                cluster.slaves().get(world.random().nextInt(cluster.slaves().size())),
                duration);
    }

    /** @param slave whom it happens to, where it is something that happens to a slave */
    void befall(Kind kind, SimulatedSlave slave, long duration) {
        counts.merge(kind, 1, Integer::sum);
        switch (kind) {
            case KILL -> kill(slave, duration);
            case TERMINATE -> terminate(slave, duration);
            case STOP -> stop(slave.life().process(), duration);
            case SUSPEND -> suspend(slave.life().process(), duration);
            case STALL -> stall(slave, duration);
            case CUT -> cut(anyHost(), anyHost(), duration);
            case ISOLATE -> isolate(slave, duration);
            case ISOLATE_FROM_MASTERS -> isolateFromMasters(slave, duration);
            case SLOW -> slow(anyHost(), anyHost(), duration);
            case RESET -> reset();
            case KILL_MASTER -> killMaster(duration);
            case STOP_MASTER -> stop(anyMaster().process(), duration);
            case STOP_ZOOKEEPER -> stopZooKeeper(duration);
            case EMPTY_ZOOKEEPER -> emptyZooKeeper(duration);
            case POWER_LOSS -> losePower(slave, duration);
            case FSYNC_FAILURE -> failForce(slave, duration);
            case ORDER -> order(slave);
        }
    }

    private void kill(SimulatedSlave slave, long duration) {
        if (!slave.isAlive() || (isLastHolder(slave) && (hasFailingDisk(slave) || !world.chance(50)))) {
            return;
        }
        world.trace("FAULT " + slave.host() + " killed");
        slave.life().process().kill();
        world.after(duration, () -> startAgain(slave));
    }

    /** Never of a machine whose slave alone holds something: only {@code fsync: always} promises that it is still there. */
    private void losePower(SimulatedSlave slave, long duration) {
        if (slave.isAlive() && !isLastHolder(slave)) {
            world.trace("FAULT the machine of " + slave.host() + " loses power");
            slave.life().process().kill();
            slave.disk().losePower();
            world.after(duration, () -> startAgain(slave));
        }
    }

    private void failForce(SimulatedSlave slave, long duration) {
        if (slave.isAlive()) {
            world.trace("FAULT fsync fails on " + slave.host());
            slave.disk().fail();
            slave.life().process().whenKilled(() -> world.after(duration, () -> startAgain(slave)));
        }
    }

    /** What it holds is then in its memory only. */
    private static boolean hasFailingDisk(SimulatedSlave slave) {
        return slave.disk() != null && slave.disk().isFailing();
    }

    private void startAgain(SimulatedSlave slave) {
        if (!slave.isAlive()) {
            world.trace("FAULT " + slave.host() + " started again" + (slave.disk() == null ? ", empty" : ""));
            if (slave.disk() != null) {
                slave.disk().repair();
            }
            slave.start();
        }
    }

    /** Whether some range, by the stored map, would have no living in-sync copy without this slave. */
    private boolean isLastHolder(SimulatedSlave slave) {
        ClusterMap map = cluster.map();
        if (map == null) {
            return false;
        }
        for (RangeEntry range : map.ranges()) {
            boolean holds = range.inSync().stream().anyMatch(member -> member.number() == slave.number());
            boolean others = range.inSync().stream()
                    .anyMatch(member ->
                            member.number() != slave.number() && isAlive(member.number(), member.incarnation()));
            if (holds && !others) {
                return true;
            }
        }
        return false;
    }

    private boolean isAlive(int number, long incarnation) {
        SimulatedSlave slave = cluster.slave(number);
        return slave.isAlive() && slave.life().incarnation() == incarnation;
    }

    private void terminate(SimulatedSlave slave, long duration) {
        if (slave.isAlive()) {
            world.trace("FAULT " + slave.host() + " told to end");
            SimulatedProcess process = slave.life().process();
            process.whenKilled(() -> world.after(duration, () -> startAgain(slave)));
            SimulatedSlave.Life life = slave.life();
            process.run(life::terminate);
        }
    }

    private void stop(SimulatedProcess process, long duration) {
        if (process.isAlive()) {
            world.trace("FAULT " + process.host() + " stopped for " + duration / SimulatedWorld.MILLI + " ms");
            process.stop();
            repairAfter(duration, () -> {
                world.trace("FAULT " + process.host() + " goes on");
                process.resume();
            });
        }
    }

    private void suspend(SimulatedProcess process, long duration) {
        if (process.isAlive() && process.isRunning()) {
            world.trace("FAULT " + process.host() + " suspended for " + duration / SimulatedWorld.MILLI + " ms");
            process.stop();
            process.clock().suspend();
            repairAfter(duration, () -> {
                world.trace("FAULT " + process.host() + " wakes");
                process.clock().wake();
                process.resume();
            });
        }
    }

    private void stall(SimulatedSlave slave, long duration) {
        if (slave.isAlive()) {
            world.trace("FAULT " + slave.host() + ": an event loop stands still for " + duration / SimulatedWorld.MILLI
                    + " ms");
            SimulatedTimers loop = slave.life().eventLoop(world.random().nextInt(2));
            loop.stall();
            repairAfter(duration, loop::move);
        }
    }

    private void cut(String one, String other, long duration) {
        boolean bothWays = world.chance(700);
        world.trace("FAULT cut from " + one + " to " + other + (bothWays ? " and back" : "") + " for "
                + duration / SimulatedWorld.MILLI + " ms");
        network.cut(one, other);
        if (bothWays) {
            network.cut(other, one);
        }
        repairAfter(duration, () -> {
            world.trace("FAULT healed from " + one + " to " + other);
            network.heal(one, other);
            network.heal(other, one);
        });
    }

    private void isolate(SimulatedSlave slave, long duration) {
        List<String> others = hosts();
        others.remove(slave.host());
        isolate(slave, others, duration);
    }

    /** The slave reaches neither masters nor the membership service. */
    void isolateFromMasters(SimulatedSlave slave, long duration) {
        isolate(slave, mastersAndService(), duration);
    }

    void reconnectWithMasters(SimulatedSlave slave) {
        mastersAndService().forEach(other -> {
            network.heal(slave.host(), other);
            network.heal(other, slave.host());
        });
    }

    private void isolate(SimulatedSlave slave, List<String> others, long duration) {
        world.trace("FAULT " + slave.host() + " isolated from " + others + " for " + duration / SimulatedWorld.MILLI
                + " ms");
        others.forEach(other -> {
            network.cut(slave.host(), other);
            network.cut(other, slave.host());
        });
        repairAfter(duration, () -> {
            world.trace("FAULT " + slave.host() + " no longer isolated");
            others.forEach(other -> {
                network.heal(slave.host(), other);
                network.heal(other, slave.host());
            });
        });
    }

    private void slow(String one, String other, long duration) {
        long extra = world.between(SimulatedWorld.MILLI, 200 * SimulatedWorld.MILLI);
        world.trace("FAULT slow from " + one + " to " + other + " by up to " + extra / SimulatedWorld.MILLI + " ms");
        network.slow(one, other, extra);
        repairAfter(duration, () -> network.slow(one, other, 0));
    }

    private void reset() {
        List<SimulatedConnection> open = List.copyOf(network.connections());
        if (!open.isEmpty()) {
            world.trace("FAULT a connection is reset");
            open.get(world.random().nextInt(open.size())).breakOff();
        }
    }

    private void killMaster(long duration) {
        SimulatedMaster master = anyMaster();
        if (master.process().isAlive()) {
            world.trace("FAULT " + master.host() + " killed");
            master.process().kill();
            world.after(duration, () -> {
                if (!master.process().isAlive()) {
                    master.start();
                }
            });
        }
    }

    /** The active one more often than the others. */
    private SimulatedMaster anyMaster() {
        for (SimulatedMaster master : cluster.masters()) {
            if (master.isActive() && world.chance(700)) {
                return master;
            }
        }
        return cluster.masters().get(world.random().nextInt(cluster.masters().size()));
    }

    private void stopZooKeeper(long duration) {
        world.trace("FAULT zookeeper stopped for " + duration / SimulatedWorld.MILLI + " ms");
        cluster.zooKeeper().stop();
        repairAfter(duration, () -> {
            world.trace("FAULT zookeeper started");
            cluster.zooKeeper().start();
        });
    }

    private void emptyZooKeeper(long duration) {
        world.trace("FAULT zookeeper loses everything");
        cluster.judge().storedMapsLost();
        cluster.zooKeeper().loseEverything();
        stopZooKeeper(duration);
    }

    private void order(SimulatedSlave slave) {
        int all = cluster.settings().slaves();
        int size = 1 + world.random().nextInt(all);
        int buddies = world.random().nextInt(3);
        int what = world.random().nextInt(4);
        atActiveMaster(orders -> {
            switch (what) {
                case 0 -> orders.drain(slave.number());
                case 1 -> orders.undrain(slave.number());
                case 2 -> orders.reshape(shape(buddies));
                default -> orders.resize(new SizeOrder(size));
            }
        });
        world.trace("ORDER " + what + ": slave " + slave.number() + ", size " + size + ", buddies " + buddies);
    }

    void atActiveMaster(Consumer<ClusterOrders> order) {
        cluster.masters().stream()
                .filter(SimulatedMaster::isActive)
                .findFirst()
                .ifPresent(master -> order.accept(master.orders()));
    }

    private static ShapeOrder shape(int buddies) {
        return new ShapeOrder(buddies, PlacementPolicy.SPREAD, Rebalancing.DEFAULT);
    }

    /** Again and again: an order to a master that is just deposed is lost, and an earlier one may come late. */
    private void orderAsAtFirst() {
        world.after(ORDER_AGAIN_NANOS, this::orderAsAtFirst);
        Goal goal = cluster.map() == null ? null : cluster.map().goal();
        RunSettings settings = cluster.settings();
        boolean asAtFirst = goal != null
                && goal.slaves() == settings.slaves()
                && goal.buddies() == settings.buddies()
                && goal.drained().isEmpty();
        if (!asAtFirst) {
            atActiveMaster(orders -> {
                orders.resize(new SizeOrder(settings.slaves()));
                orders.reshape(shape(settings.buddies()));
                cluster.slaves().forEach(slave -> orders.undrain(slave.number()));
            });
        }
    }

    private List<String> hosts() {
        List<String> hosts = new ArrayList<>();
        cluster.slaves().forEach(slave -> hosts.add(slave.host()));
        hosts.addAll(mastersAndService());
        return hosts;
    }

    private List<String> mastersAndService() {
        List<String> hosts = new ArrayList<>();
        cluster.masters().forEach(master -> hosts.add(master.host()));
        hosts.add(SimulatedZooKeeper.HOST);
        return hosts;
    }

    private String anyHost() {
        List<String> hosts = hosts();
        return hosts.get(world.random().nextInt(hosts.size()));
    }

    private void repairAfter(long duration, Runnable repair) {
        Runnable once = new Runnable() {
            @Override
            public void run() {
                if (repairs.remove(this)) {
                    repair.run();
                }
            }
        };
        repairs.add(once);
        world.after(duration, once);
    }
}
