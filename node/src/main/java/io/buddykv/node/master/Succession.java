package io.buddykv.node.master;

import io.buddykv.protocol.message.Registration;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.SlaveEntry;
import java.util.Optional;

/**
 * Whether a new life may take over the number of a former one. A former life that is the only in-sync copy of something
 * and merely silent may be serving still, cut off from here: its successor waits until its end is proven.
 */
final class Succession {
    private Succession() {}

    /**
     * Why it may not; empty when it may.
     *
     * @param answered the former life has just answered
     * @param replaced another life has just answered in its place
     * @param waitedOut it has been silent for so long that it has stopped serving by itself
     */
    static Optional<String> obstacle(
            ClusterMap map,
            SlaveEntry former,
            Registration successor,
            boolean answered,
            boolean replaced,
            boolean waitedOut) {
        if (answered) {
            return Optional.of("slave " + former.number() + " is alive at "
                    + former.endpoints().host() + ":" + former.endpoints().masterPort()
                    + " in another process: stop that one, or ask for another number");
        }
        if (replaced
                || waitedOut
                || sameHost(former, successor)
                || sameData(former, successor)
                || !isSoleHolder(map, former)) {
            return Optional.empty();
        }
        return Optional.of("the former slave " + former.number() + " on host '" + former.host()
                + "' is silent, and alone holds key ranges: it may be serving still; its end is not proven yet");
    }

    private static boolean sameHost(SlaveEntry former, Registration successor) {
        return !former.host().isEmpty() && former.host().equals(successor.host());
    }

    /** A data directory is locked by the process that uses it: who has it now proves that nobody else does. */
    private static boolean sameData(SlaveEntry former, Registration successor) {
        return former.member().dataId() == successor.dataId();
    }

    private static boolean isSoleHolder(ClusterMap map, SlaveEntry former) {
        return map.ranges().stream().anyMatch(range -> range.inSync().size() == 1 && range.isInSync(former.member()));
    }
}
