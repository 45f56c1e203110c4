package io.buddykv.node.port.slave;

import io.buddykv.node.master.SlavePort;
import io.buddykv.node.membership.MasterAddress;
import io.buddykv.node.port.exchange.ExchangeClient;
import io.buddykv.protocol.message.CopyReport;
import io.buddykv.protocol.message.Leaving;
import io.buddykv.protocol.message.Registration;
import io.buddykv.protocol.message.RegistrationAnswer;
import io.buddykv.protocol.message.ReleaseReport;
import io.buddykv.protocol.message.ReportAnswer;
import io.buddykv.protocol.message.Suspicion;
import java.util.concurrent.CompletionStage;

/** The slave ports of masters, called over HTTP. */
public final class SlavePortStubs implements SlavePort.Directory {
    private final ExchangeClient client;

    public SlavePortStubs(ExchangeClient client) {
        this.client = client;
    }

    @Override
    public SlavePort of(MasterAddress master) {
        return new Stub(master.host(), master.slavePort());
    }

    private final class Stub implements SlavePort {
        private final String host;
        private final int port;

        Stub(String host, int port) {
            this.host = host;
            this.port = port;
        }

        @Override
        public CompletionStage<RegistrationAnswer> register(Registration registration) {
            return client.post(host, port, SlavePortPaths.REGISTRATIONS, registration, RegistrationAnswer.class);
        }

        @Override
        public CompletionStage<ReportAnswer> suspect(Suspicion suspicion) {
            return client.post(host, port, SlavePortPaths.SUSPICIONS, suspicion, ReportAnswer.class);
        }

        @Override
        public CompletionStage<ReportAnswer> report(CopyReport report) {
            return client.post(host, port, SlavePortPaths.COPIES, report, ReportAnswer.class);
        }

        @Override
        public CompletionStage<ReportAnswer> release(ReleaseReport release) {
            return client.post(host, port, SlavePortPaths.RELEASES, release, ReportAnswer.class);
        }

        @Override
        public CompletionStage<ReportAnswer> leaving(Leaving leaving) {
            return client.post(host, port, SlavePortPaths.LEAVINGS, leaving, ReportAnswer.class);
        }
    }
}
