package io.buddykv.node.replication;

import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import java.util.Objects;
import java.util.stream.Stream;

/** Shows tests what a key range holds. */
public final class ReplicaProbe {
    private ReplicaProbe() {}

    /** Equal for copies that hold the same; complete or not, sequence, keys and values. */
    public static String content(RangeReplica range) {
        return (range.isComplete() ? "complete" : "incomplete") + ", sequence " + range.sequence() + ", " + range.size()
                + " keys, checksum " + Long.toHexString(range.table().checksum());
    }

    /** Whether the primary has begun to send a joining copy what it holds, and has not come to the end. */
    public static boolean isFilling(RangeReplica primary, Member member) {
        return isIn(primary, member, CopyProgress.Phase.FILLING);
    }

    /** Whether a joining copy has been sent everything, and the map does not count it yet. */
    public static boolean isFilled(RangeReplica primary, Member member) {
        return isIn(primary, member, CopyProgress.Phase.FILLED);
    }

    private static boolean isIn(RangeReplica primary, Member member, CopyProgress.Phase phase) {
        CopyProgress copy =
                primary.role() == RangeReplica.Role.PRIMARY ? primary.copies().find(member) : null;
        return copy != null && copy.phase() == phase;
    }

    /** What the primary thinks of its copies, for people. */
    public static String describe(RangeReplica range) {
        StringBuilder text = new StringBuilder(range.role() + ", epoch " + range.epoch() + ", tenure "
                + range.lastTenure() + ", " + content(range) + (range.isHandingOver() ? ", handing over" : "")
                + (range.isReleased() ? ", released" : ""));
        RangeEntry entry = range.entry();
        if (entry != null && range.role() == RangeReplica.Role.PRIMARY) {
            Stream.concat(entry.inSync().stream(), entry.joining().stream())
                    .map(range.copies()::find)
                    .filter(Objects::nonNull)
                    .forEach(copy -> text.append("; ").append(describe(copy)));
        }
        return text.toString();
    }

    private static String describe(CopyProgress copy) {
        SourceLink link = copy.link();
        return copy.member + " " + copy.phase() + (copy.isInSync() ? " in sync" : "") + ", acknowledged "
                + copy.acknowledged() + ", link "
                + (link == null ? "none" : link.isOpen() ? link.isOrderly() ? "open" : "frozen" : "not open");
    }
}
