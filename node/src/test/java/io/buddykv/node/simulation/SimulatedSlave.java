package io.buddykv.node.simulation;

import io.buddykv.node.replication.RangeSet;
import io.buddykv.node.replication.TestingCredentials;
import io.buddykv.node.slave.MasterPort;
import io.buddykv.node.slave.SlaveAgent;
import io.buddykv.node.slave.SlaveIdentity;
import io.buddykv.node.slave.SlaveRecords;
import io.buddykv.node.store.MemoryBudget;
import io.buddykv.node.store.SeededHasher;
import io.buddykv.node.time.StallWatch;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One slave's host: its process, and the next one when that has died. Every new process is empty, unless the slaves of the
 * run have disks.
 */
final class SimulatedSlave {
    private static final long MEMORY_BYTES = 1L << 30;
    private static final int EVENT_LOOPS = 2;

    /**
     * How long clients are still told where their keys went before an orderly end; shorter here than in the node, and long
     * enough that hardly a client has not asked for a key of this slave's in that time.
     */
    private static final long FAREWELL_NANOS = 600 * SimulatedWorld.MILLI;

    private final SimulatedCluster cluster;
    private final int number;
    private final Map<Long, SimulatedProcess> processes = new HashMap<>();
    private final SimulatedDisk disk;
    private Life life;

    SimulatedSlave(SimulatedCluster cluster, int number) {
        this.cluster = cluster;
        this.number = number;
        this.disk = cluster.settings().isStored()
                ? new SimulatedDisk(cluster.world(), cluster.settings().fsync())
                : null;
    }

    /** Null when the slaves of the run keep everything in memory. */
    SimulatedDisk disk() {
        return disk;
    }

    int number() {
        return number;
    }

    String host() {
        return hostOf(number);
    }

    static String hostOf(int number) {
        return "slave-" + number;
    }

    /** The present process, or the last one. */
    Life life() {
        return life;
    }

    /** The process of the present life or a former one. */
    SimulatedProcess processOf(long incarnation) {
        return processes.get(incarnation);
    }

    boolean isAlive() {
        return life != null && life.process().isAlive();
    }

    void start() {
        life = new Life();
        processes.put(life.incarnation(), life.process());
        life.start();
    }

    /** One process of this slave. */
    final class Life implements SlaveAgent.Listener {
        private final SimulatedProcess process;
        private final long incarnation = cluster.nextIncarnation();
        private final SimulatedMembership membership;
        private final List<SimulatedTimers> eventLoops;
        private final SimulatedTimers control;
        private final RangeSet ranges;
        private final SlaveAgent agent;
        private final StallWatch stalls;
        private final SimulatedConnector connector;
        private final SimulatedStorage storage;
        private ClusterMap adopted;

        Life() {
            process = cluster.newProcess(host());
            membership = new SimulatedMembership(cluster.network(), cluster.zooKeeper(), process);
            eventLoops = List.of(process.newLoop(), process.newLoop());
            control = process.newLoop();
            connector = new SimulatedConnector(
                    cluster.network(),
                    process,
                    eventLoops,
                    cluster.settings().trouble().windowBytes());
            stalls = new StallWatch(
                    process.clock(), List.of(eventLoops.get(0), eventLoops.get(1), control), RunSettings.STALL_NANOS);
            ranges = new RangeSet(
                    process.clock(),
                    RunSettings.REPLICATION,
                    new TestingCredentials(),
                    new MemoryBudget(MEMORY_BYTES),
                    new SeededHasher(number),
                    connector,
                    stalls::isMoving);
            storage = disk == null
                    ? null
                    : new SimulatedStorage(disk, process, ranges, cluster.nextIncarnation(), this::giveUp);
            agent = new SlaveAgent(
                    new SlaveIdentity(
                            number,
                            incarnation,
                            storage == null ? incarnation : storage.dataId(),
                            new Endpoints(host(), 6379, 7400, 7401, 8080),
                            "",
                            host()),
                    ranges,
                    storage == null ? SlaveRecords.NONE : storage,
                    membership,
                    cluster.masterPortsOf(process),
                    control,
                    process.clock(),
                    RunSettings.SLAVE,
                    stalls::isMoving,
                    this);
        }

        void start() {
            membership.start();
            stalls.start();
            agent.start();
            connector.listen(ranges::accept);
            process.offer(MasterPort.class, agent);
            process.offer(SimulatedClientPort.class, new SimulatedClientPort(SimulatedSlave.this, this, EVENT_LOOPS));
        }

        SimulatedProcess process() {
            return process;
        }

        long incarnation() {
            return incarnation;
        }

        RangeSet ranges() {
            return ranges;
        }

        SlaveAgent agent() {
            return agent;
        }

        SimulatedTimers eventLoop(int index) {
            return eventLoops.get(index % EVENT_LOOPS);
        }

        /** SIGTERM: hands its ranges over, and ends when that is done. */
        void terminate() {
            agent.leave().whenComplete((done, failure) -> control.after(FAREWELL_NANOS, this::end));
        }

        /** Its disk has failed: it ends once others hold what it does. */
        private void giveUp() {
            agent.giveUp().thenRun(() -> {
                cluster.world().trace(host() + " ends, others hold what it held");
                process.kill();
            });
        }

        private void end() {
            cluster.world().trace(host() + " ends, all handed over");
            agent.close();
            control.after(SimulatedWorld.MILLI, () -> {
                membership.close();
                if (storage != null) {
                    storage.close();
                }
                control.after(SimulatedWorld.MILLI, process::kill);
            });
        }

        SimulatedCluster cluster() {
            return cluster;
        }

        @Override
        public void stateChanged(SlaveAgent.State state, String why) {
            if (cluster.world().isTracing()) {
                cluster.world().trace(host() + " #" + incarnation + " is " + state + ": " + why);
            }
        }

        @Override
        public void registrationFailed(String reason) {
            if (cluster.world().isTracing()) {
                cluster.world().trace(host() + " is not registered yet: " + reason);
            }
        }

        @Override
        public void mapAdopted(ClusterMap map) {
            cluster.judge().adopted(SimulatedSlave.this, adopted, map);
            adopted = map;
            if (cluster.world().isTracing()) {
                cluster.world().trace(host() + " adopts map " + map.term() + "/" + map.version());
            }
        }

        @Override
        public void suspected(Member suspect, String reason) {
            if (cluster.world().isTracing()) {
                cluster.world().trace(host() + " suspects " + suspect + ": " + reason);
            }
        }
    }
}
