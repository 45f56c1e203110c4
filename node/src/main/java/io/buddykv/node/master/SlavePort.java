package io.buddykv.node.master;

import io.buddykv.node.membership.MasterAddress;
import io.buddykv.protocol.message.CopyReport;
import io.buddykv.protocol.message.Leaving;
import io.buddykv.protocol.message.Registration;
import io.buddykv.protocol.message.RegistrationAnswer;
import io.buddykv.protocol.message.ReleaseReport;
import io.buddykv.protocol.message.ReportAnswer;
import io.buddykv.protocol.message.Suspicion;
import java.util.concurrent.CompletionStage;

/**
 * What the active master offers to slaves at its slave port. The master implements it; a slave calls it through a stub
 * from {@link Directory}. A stage fails when the master did not answer in time, or is not the active one.
 */
public interface SlavePort {
    CompletionStage<RegistrationAnswer> register(Registration registration);

    CompletionStage<ReportAnswer> suspect(Suspicion suspicion);

    CompletionStage<ReportAnswer> report(CopyReport report);

    CompletionStage<ReportAnswer> release(ReleaseReport release);

    /**
     * Answers once the map says that the slave is leaving; asking again is harmless. It may end when a map names it in no
     * range any more, or, as primary, only in ranges without an in-sync copy on a slave that is up.
     */
    CompletionStage<ReportAnswer> leaving(Leaving leaving);

    /** Finds the slave port of a master. */
    interface Directory {
        SlavePort of(MasterAddress master);
    }
}
