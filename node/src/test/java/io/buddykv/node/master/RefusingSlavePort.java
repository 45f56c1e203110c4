package io.buddykv.node.master;

import io.buddykv.protocol.message.CopyReport;
import io.buddykv.protocol.message.Leaving;
import io.buddykv.protocol.message.Registration;
import io.buddykv.protocol.message.RegistrationAnswer;
import io.buddykv.protocol.message.ReleaseReport;
import io.buddykv.protocol.message.ReportAnswer;
import io.buddykv.protocol.message.Suspicion;
import java.util.concurrent.CompletionStage;

/** No slave is to ask for anything that a test has not made an answer for. */
public class RefusingSlavePort implements SlavePort {
    @Override
    public CompletionStage<RegistrationAnswer> register(Registration registration) {
        throw new AssertionError(registration);
    }

    @Override
    public CompletionStage<ReportAnswer> suspect(Suspicion suspicion) {
        throw new AssertionError(suspicion);
    }

    @Override
    public CompletionStage<ReportAnswer> report(CopyReport report) {
        throw new AssertionError(report);
    }

    @Override
    public CompletionStage<ReportAnswer> release(ReleaseReport report) {
        throw new AssertionError(report);
    }

    @Override
    public CompletionStage<ReportAnswer> leaving(Leaving leaving) {
        throw new AssertionError(leaving);
    }
}
