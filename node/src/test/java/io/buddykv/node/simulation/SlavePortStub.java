package io.buddykv.node.simulation;

import io.buddykv.node.master.SlavePort;
import io.buddykv.protocol.message.CopyReport;
import io.buddykv.protocol.message.Leaving;
import io.buddykv.protocol.message.Registration;
import io.buddykv.protocol.message.RegistrationAnswer;
import io.buddykv.protocol.message.ReleaseReport;
import io.buddykv.protocol.message.ReportAnswer;
import io.buddykv.protocol.message.Suspicion;
import java.util.concurrent.CompletionStage;

/** The slave port of the master at {@code host}, as {@code caller} reaches it. */
record SlavePortStub(SimulatedNetwork network, SimulatedProcess caller, String host) implements SlavePort {
    @Override
    public CompletionStage<RegistrationAnswer> register(Registration registration) {
        return network.call(caller, host, SlavePort.class, port -> port.register(registration));
    }

    @Override
    public CompletionStage<ReportAnswer> suspect(Suspicion suspicion) {
        return network.call(caller, host, SlavePort.class, port -> port.suspect(suspicion));
    }

    @Override
    public CompletionStage<ReportAnswer> report(CopyReport report) {
        return network.call(caller, host, SlavePort.class, port -> port.report(report));
    }

    @Override
    public CompletionStage<ReportAnswer> release(ReleaseReport release) {
        return network.call(caller, host, SlavePort.class, port -> port.release(release));
    }

    @Override
    public CompletionStage<ReportAnswer> leaving(Leaving leaving) {
        return network.call(caller, host, SlavePort.class, port -> port.leaving(leaving));
    }
}
