package io.buddykv.node.simulation;

import io.buddykv.node.slave.MasterPort;
import io.buddykv.protocol.message.Check;
import io.buddykv.protocol.message.CheckAnswer;
import io.buddykv.protocol.message.SlaveLoad;
import io.buddykv.topology.ClusterMap;
import java.util.concurrent.CompletionStage;

/** The master port of the slave at {@code host}, as {@code caller} reaches it. */
record MasterPortStub(SimulatedNetwork network, SimulatedProcess caller, String host) implements MasterPort {
    @Override
    public CompletionStage<CheckAnswer> check(Check check) {
        return network.call(caller, host, MasterPort.class, port -> port.check(check));
    }

    @Override
    public CompletionStage<Void> push(ClusterMap map) {
        return network.call(caller, host, MasterPort.class, port -> port.push(map));
    }

    @Override
    public CompletionStage<ClusterMap> map() {
        return network.call(caller, host, MasterPort.class, MasterPort::map);
    }

    @Override
    public CompletionStage<SlaveLoad> load() {
        return network.call(caller, host, MasterPort.class, MasterPort::load);
    }
}
