package io.buddykv.node.simulation;

import io.buddykv.node.master.ClusterOrders;
import io.buddykv.node.master.FailoverTimes;
import io.buddykv.node.master.MapStep;
import io.buddykv.node.master.MasterAgent;
import io.buddykv.node.master.MasterEvents;
import io.buddykv.node.master.MasterPhase;
import io.buddykv.node.master.MasterSettings;
import io.buddykv.node.master.Reason;
import io.buddykv.node.master.SlavePort;
import io.buddykv.node.membership.MasterAddress;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.placement.PlacementPolicy;
import java.util.List;
import java.util.Optional;

/** One master's host: its process, and the next one when that has died. */
final class SimulatedMaster implements MasterEvents {
    private static final int CHECK_MILLIS = 80;
    private static final int SOLE_SERVE_SECONDS = 60;
    private static final int SAFE_BOOT_SECONDS = 5;

    private final SimulatedCluster cluster;
    private final int number;
    private SimulatedProcess process;
    private ClusterOrders orders;
    private MasterPhase phase = MasterPhase.STANDING_BY;

    SimulatedMaster(SimulatedCluster cluster, int number) {
        this.cluster = cluster;
        this.number = number;
    }

    String host() {
        return "master-" + number;
    }

    SimulatedProcess process() {
        return process;
    }

    /** What people ask of this master's present process. */
    ClusterOrders orders() {
        return orders;
    }

    boolean isActive() {
        return process.isAlive() && phase == MasterPhase.ACTIVE;
    }

    void start() {
        process = cluster.newProcess(host());
        phase = MasterPhase.STANDING_BY;
        SimulatedMembership membership = new SimulatedMembership(cluster.network(), cluster.zooKeeper(), process);
        MasterAgent agent = new MasterAgent(
                process.clock(), process.newLoop(), membership, cluster.slavePortsOf(process), settings(), this);
        process.offer(SlavePort.class, agent);
        orders = agent;
        membership.start();
        agent.start(new MasterAddress(number, host(), 7402, 6379, 8080));
    }

    private MasterSettings settings() {
        return new MasterSettings(
                Optional.ofNullable(cluster.clusterId()),
                "cluster-of-" + host() + "-" + cluster.nextIncarnation(),
                cluster.settings().slaves(),
                cluster.settings().ranges(),
                cluster.settings().buddies(),
                PlacementPolicy.SPREAD,
                cluster.settings().isStored(),
                CHECK_MILLIS,
                0,
                SAFE_BOOT_SECONDS,
                SOLE_SERVE_SECONDS);
    }

    @Override
    public void born(String clusterId) {
        cluster.born(clusterId);
    }

    @Override
    public void phaseChanged(MasterPhase newPhase, long term) {
        phase = newPhase;
        cluster.world().trace(host() + " is " + newPhase + " in term " + term);
    }

    @Override
    public void mapChanged(ClusterMap before, ClusterMap after, List<MapStep> steps) {
        if (cluster.world().isTracing()) {
            cluster.world()
                    .trace(host() + " changed the map to " + after.term() + "/" + after.version() + ": " + steps);
        }
    }

    @Override
    public void failedOver(FailoverTimes times) {
        cluster.world().trace(host() + ": " + times);
    }

    @Override
    public void dataLost(int ranges, String text) {
        cluster.world().trace(host() + ": data lost in " + ranges + " ranges: " + text);
    }

    @Override
    public void noticed(Reason reason, String text) {
        cluster.world().trace(host() + " noticed " + reason + ": " + text);
    }
}
