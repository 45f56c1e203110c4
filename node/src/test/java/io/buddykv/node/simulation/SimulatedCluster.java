package io.buddykv.node.simulation;

import io.buddykv.node.master.SlavePort;
import io.buddykv.node.slave.MasterPort;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.KeyRanges;
import io.buddykv.topology.Slot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that there is in one run: the service, masters, slaves, and what their processes share. */
final class SimulatedCluster {
    /** How far the wall clocks of two machines may be apart, half of it. */
    private static final long MOST_SKEW_MILLIS = 1_000;

    private final SimulatedWorld world;
    private final SimulatedNetwork network;
    private final SimulatedZooKeeper zooKeeper;
    private final RunSettings settings;
    private final Judge judge;
    private final Map<String, SimulatedClock> clocks = new LinkedHashMap<>();
    private final List<SimulatedSlave> slaves = new ArrayList<>();
    private final List<SimulatedMaster> masters = new ArrayList<>();
    private long lastIncarnation;
    private String clusterId;

    SimulatedCluster(SimulatedWorld world, RunSettings settings) {
        this.world = world;
        this.settings = settings;
        this.judge = new Judge(this);
        this.network = new SimulatedNetwork(
                world, settings.trouble().lostPerMille(), settings.trouble().doublePerMille());
        this.zooKeeper = new SimulatedZooKeeper(world, judge::mapWanted, judge::mapWritten);
        for (int number = 1; number <= settings.masters(); number++) {
            masters.add(new SimulatedMaster(this, number));
        }
        for (int number = 1; number <= settings.slaves(); number++) {
            slaves.add(new SimulatedSlave(this, number));
        }
    }

    void start() {
        masters.forEach(SimulatedMaster::start);
        slaves.forEach(SimulatedSlave::start);
    }

    SimulatedWorld world() {
        return world;
    }

    SimulatedNetwork network() {
        return network;
    }

    SimulatedZooKeeper zooKeeper() {
        return zooKeeper;
    }

    RunSettings settings() {
        return settings;
    }

    Judge judge() {
        return judge;
    }

    List<SimulatedSlave> slaves() {
        return slaves;
    }

    /** By internal number, from 1 on. */
    SimulatedSlave slave(int number) {
        return slaves.get(number - 1);
    }

    List<SimulatedMaster> masters() {
        return masters;
    }

    /** The map as it is stored; null before the first. */
    ClusterMap map() {
        return zooKeeper.map();
    }

    int rangeOf(String key) {
        return new KeyRanges(settings.ranges()).ofSlot(Slot.of(key.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** New with each process. */
    long nextIncarnation() {
        return ++lastIncarnation;
    }

    /** What is recorded outside the service once the cluster has been born; null before. */
    String clusterId() {
        return clusterId;
    }

    void born(String id) {
        clusterId = id;
    }

    /** A new process on a host, whose clocks go on through all of them. */
    SimulatedProcess newProcess(String host) {
        SimulatedClock clock = clocks.computeIfAbsent(host, name -> {
            double rate = 1
                    + (world.random().nextDouble() * 2 - 1) * settings.trouble().mostClockDrift();
            return new SimulatedClock(world, rate, world.between(-MOST_SKEW_MILLIS, MOST_SKEW_MILLIS));
        });
        SimulatedProcess process = new SimulatedProcess(world, host, clock);
        network.attach(process);
        return process;
    }

    MasterPort.Directory slavePortsOf(SimulatedProcess caller) {
        return slave -> new MasterPortStub(network, caller, slave.host());
    }

    SlavePort.Directory masterPortsOf(SimulatedProcess caller) {
        return master -> new SlavePortStub(network, caller, master.host());
    }
}
